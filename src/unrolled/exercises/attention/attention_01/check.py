"""Checks attention-01 against each source alone, without its padding."""

import torch
from torch import Tensor

from unrolled.exercises.checks import Case, Check, Draw


def expected(scores: Tensor, mask: Tensor) -> Tensor:
    found = torch.zeros_like(scores)
    for row, real in enumerate(mask):
        e = scores[row][:, real].exp()
        found[row][:, real] = e / e.sum(dim=1, keepdim=True)
    return found


def case(name: str, seed: int, T: int, lengths: list[int], S: int, scale: int = 1, add: int = 0) -> Case:
    mask = torch.arange(S) < torch.tensor(lengths)[:, None]
    return Case(name, (add + scale * Draw(seed)(len(lengths), T, S), mask))


CASES = (
    case("one step, two positions", 1, 1, [2], 2),
    case("one step, two positions and one of padding", 2, 1, [2], 3),
    case("two steps, three positions", 3, 2, [3], 3),
    case("two sources of unequal length, two steps", 4, 2, [3, 1], 3),
    case("three sources, large scores", 5, 2, [4, 2, 3], 4, 30),
    case("two sources, all scores far below zero", 6, 2, [2, 3], 3, 10, -300),
)
CHECKS = (Check("weights", CASES, expected, gradient=True),)
