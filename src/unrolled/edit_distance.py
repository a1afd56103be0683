"""How many insertions, deletions and substitutions turn one sequence into another.

Levenshtein (1966), "Binary codes capable of correcting deletions, insertions, and reversals".
"""

from collections.abc import Sequence


# --8<-- [start:distance]
def edit_distance(guess: Sequence, truth: Sequence) -> int:
    """The smallest number of edits from `guess` to `truth`.

    Example:
        >>> edit_distance("kitten", "sitting")
        3
    """
    row = list(range(len(truth) + 1))
    for i, a in enumerate(guess, start=1):
        before, row = row, [i]
        for j, b in enumerate(truth, start=1):
            # (speech.12) drop a, add b, or put b in the place of a
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b)))
    return row[-1]


def error_rate(guesses: Sequence[Sequence], truths: Sequence[Sequence]) -> float:
    """Edits divided by the length of the truth, both summed over all sequences. It may exceed 1.

    Raises:
        ValueError: the numbers of sequences differ, or all truths are empty.
    """
    total = sum(map(len, truths))
    if len(guesses) != len(truths) or not total:
        raise ValueError(f"{len(guesses)} guesses, {len(truths)} truths of {total} labels in all: nothing to compare")
    # (speech.13)
    return sum(edit_distance(g, t) for g, t in zip(guesses, truths, strict=True)) / total


# --8<-- [end:distance]
