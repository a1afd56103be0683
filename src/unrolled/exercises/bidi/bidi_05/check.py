"""Checks bidi-05 by counting what the book builds, and by trying every sequence of two symbols."""

import itertools

from unrolled.cells.lstm import LSTMCell
from unrolled.exercises.checks import Case, Check


def count(input_size: int, hidden_size: int) -> int:
    return sum(weights.numel() for weights in LSTMCell(input_size, hidden_size).parameters())


def best_share() -> float:
    """The best answer at each step, knowing the symbols so far: is this the only one of its kind?"""
    right = 0.0
    sequences = list(itertools.product(range(2), repeat=2))
    for step in (1, 2):
        for seen in {sequence[:step] for sequence in sequences}:
            answers = [s.count(s[step - 1]) == 1 for s in sequences if s[:step] == seen]
            right += max(sum(answers), len(answers) - sum(answers))
    return right / (2 * len(sequences))


def expected() -> dict[str, float | int]:
    fair = max(H for H in range(1, 101) if 2 * count(100, H) <= count(100, 100))
    return {"both": 2 * count(100, 100), "second": 2 * count(200, 100), "fair": fair, "limit": best_share()}


CHECKS = (Check("answers", (Case("the four numbers", ()),), expected, secret=True),)
