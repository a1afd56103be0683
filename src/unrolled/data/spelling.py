"""Words as a few features each, so that an unknown word still says something: its shape, its beginning, its end."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from unrolled.data.vocabulary import SPECIAL, UNKNOWN, Vocabulary


# --8<-- [start:features]
def shape(word: str) -> str:
    """The word with its letters and digits replaced by their kind, repetitions shortened.

    >>> shape("McDonald's"), shape("2017"), shape("@unrolled")
    ("XxXx'x", 'd', '@x')
    """
    kinds = "".join("d" if c.isdigit() else "X" if c.isupper() else "x" if c.isalpha() else c for c in word)
    return re.sub(r"(.)\1+", r"\1", kinds)


def features(word: str, spelling: bool = True) -> tuple[str, ...]:
    """What the model gets to see of a word: the word itself, and with `spelling` also parts of it.

    >>> features("Baltimore")
    ('word=baltimore', 'shape=Xx', 'start=ba', 'end=ore', 'end=re')
    """
    low = word.lower()
    whole = (f"word={low}",)
    return whole + (f"shape={shape(word)}", f"start={low[:2]}", f"end={low[-3:]}", f"end={low[-2:]}") * spelling


# --8<-- [end:features]


class Features:
    """Turns words into the indices of their features; what is too rare in training becomes "unknown".

    Args:
        texts: the words of the training split.
        spelling: whether parts of a word count as features.
        least: how often a feature must occur there to be known.
    """

    def __init__(self, texts: Iterable[Sequence[str]], spelling: bool = True, least: int = 2) -> None:
        self.spelling = spelling
        counts = Counter(feature for text in texts for word in text for feature in features(word, spelling))
        known = sorted(feature for feature, n in counts.items() if n >= least)
        self.vocabulary = Vocabulary(SPECIAL + tuple(known))

    def encode(self, words: Sequence[str]) -> list[list[int]]:
        """For each word the indices of its features."""
        return [self.vocabulary.encode(features(word, self.spelling)) for word in words]

    def knows(self, word: str) -> bool:
        """Whether the word itself has an index of its own."""
        return self.vocabulary.index.get(f"word={word.lower()}", UNKNOWN) != UNKNOWN
