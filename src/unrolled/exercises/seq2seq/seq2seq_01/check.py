"""Checks seq2seq-01 against the book's own batches."""

from torch import Tensor

from unrolled.data.pairs import collate_pairs
from unrolled.exercises.checks import Case, Check


def expected(targets: list[list[int]]) -> tuple[Tensor, Tensor]:
    batch = collate_pairs([[5]] * len(targets), targets)
    return batch.target_in, batch.target_out


CASES = (
    Case("one sentence of one token", ([[7]],)),
    Case("one sentence of two tokens", ([[7, 8]],)),
    Case("two sentences of unequal length", ([[7, 8, 9], [5]],)),
    Case("an empty sentence among three", ([[7, 8], [], [9, 9, 9, 9]],)),
)
CHECKS = (Check("prepare", CASES, expected),)
