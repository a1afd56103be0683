"""Checks attention-05 against autograd."""

import torch
from torch import Tensor

from unrolled.exercises.checks import Case, Check, Draw, column
from unrolled.exercises.forbid import AUTOGRAD


def expected(a: Tensor, m: Tensor, g: Tensor) -> dict[str, Tensor]:
    a, m = a.clone().requires_grad_(), m.clone().requires_grad_()
    context = torch.softmax(a, dim=0) @ m
    return dict(zip("am", torch.autograd.grad((context * g).sum(), (a, m)), strict=True))


def case(name: str, seed: int, S: int, F: int) -> Case:
    draw = Draw(seed)
    return Case(name, (draw(S), draw(S, F), draw(F)))


CASES = (
    Case("one position: its weight is 1, whatever its score", (column(2)[0], column(3), column(1)[0])),
    Case("two positions with equal scores", (column(0, 0)[:, 0], column(1, 3), column(2)[0])),
    case("three positions, one number each", 1, 3, 1),
    case("five positions, four numbers each", 2, 5, 4),
)
CHECKS = (Check("backward", CASES, expected, forbids=AUTOGRAD),)
