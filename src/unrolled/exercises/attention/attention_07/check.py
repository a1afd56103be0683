"""Checks attention-07 by attending with the matrix."""

import math
from collections.abc import Callable

import torch
from torch import Tensor

from unrolled.exercises.checks import Case, Check, shaped


def expected(positions: int) -> list[tuple[int, bool]]:
    """For each step from the second on: where it looks most, and whether with a weight of at least 0.99."""
    return [(t - 1, True) for t in range(2, positions + 1)]


def use(answer: Callable[[], Tensor], positions: int) -> list[tuple[int, bool]]:
    angles = math.pi / 8 * torch.arange(1, positions + 1)
    m = torch.stack([angles.cos(), angles.sin()], dim=1).double()
    (W,) = shaped(answer(), W=(2, 2))
    weights = torch.softmax(m @ W @ m.T, dim=-1)
    return [(int(row.argmax()) + 1, bool(row.max() >= 0.99)) for row in weights[1:]]


CASES = (
    Case("three positions: (where it looks most, at least 0.99?) for steps 2 and 3", (3,)),
    Case("five positions, steps 2 to 5", (5,)),
    Case("eight positions, steps 2 to 8", (8,)),
)
CHECKS = (Check("matrix", CASES, expected, use),)
