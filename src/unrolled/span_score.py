"""Names as spans: what a sequence of B-, I- and O tags marks, and how many of them were found.

The rules are those of the shared task CoNLL-2003 (Tjong Kim Sang & De Meulder, 2003, "Introduction to the CoNLL-2003
Shared Task", section 2): a span counts only if its beginning, its end and its kind are all right.
"""

from collections.abc import Sequence
from typing import NamedTuple

Tags = Sequence[str]


class Span(NamedTuple):
    """Words `start` to `end` - 1 of a sentence are one name of some kind."""

    start: int
    end: int
    kind: str


class Score(NamedTuple):
    """Shares between 0 and 1; 0 where there is nothing to divide by."""

    precision: float
    recall: float
    f1: float


# --8<-- [start:spans]
def spans(tags: Tags) -> list[Span]:
    """The names that tags mark. An I- that continues nothing begins a name, as in the scorer of CoNLL.

    >>> spans(["B-person", "I-person", "O", "I-group", "B-group"])
    [Span(start=0, end=2, kind='person'), Span(start=3, end=4, kind='group'), Span(start=4, end=5, kind='group')]
    """
    found: list[Span] = []
    start, kind = 0, ""  # of the name that is open; "" if none is
    for t, tag in enumerate([*tags, "O"]):
        if kind and tag != f"I-{kind}":
            found.append(Span(start, t, kind))
            kind = ""
        if tag != "O" and not kind:
            start, kind = t, tag[2:]
    return found


def violations(tags: Tags) -> int:
    """How many I- tags continue nothing: the word before has neither B- nor I- of the same kind.

    >>> violations(["I-person", "O", "B-group", "I-group", "I-person"])
    2
    """
    pairs = zip(["O", *tags], tags)  # noqa: B905 - one longer, on purpose
    return sum(tag[:2] == "I-" and before[2:] != tag[2:] for before, tag in pairs)


# --8<-- [end:spans]


# --8<-- [start:score]
def span_score(truth: Sequence[Tags], guess: Sequence[Tags]) -> Score:
    """Precision, recall and F1 of all names of many sentences. Raises: ValueError, if they do not fit each other."""
    if [len(tags) for tags in truth] != [len(tags) for tags in guess]:
        raise ValueError("truth and guess differ in the number of sentences or of words")
    real = {(i, span) for i, tags in enumerate(truth) for span in spans(tags)}
    found = {(i, span) for i, tags in enumerate(guess) for span in spans(tags)}
    right = len(real & found)
    # (tagging.9) right ones among the found, right ones among the real, and their harmonic mean
    precision, recall = right / max(len(found), 1), right / max(len(real), 1)
    return Score(precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0)


# --8<-- [end:score]
