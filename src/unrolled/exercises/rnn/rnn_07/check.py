"""Checks rnn-07 against autograd."""

import torch
from torch import Tensor

from unrolled.exercises.checks import Case, Check, Draw, column
from unrolled.exercises.forbid import AUTOGRAD


def expected(x: Tensor, h0: Tensor, W: Tensor, U: Tensor, b: Tensor, g: Tensor) -> dict[str, Tensor]:
    leaves = [part.clone().requires_grad_() for part in (W, U, b, h0)]
    W, U, b, h = leaves
    total = x.new_zeros(())
    for x_t, g_t in zip(x.unbind(1), g.unbind(1), strict=True):
        h = torch.tanh(x_t @ W.T + h @ U.T + b)
        total = total + (g_t * h).sum()
    return dict(zip(("W", "U", "b", "h0"), torch.autograd.grad(total, leaves), strict=True))


def case(name: str, seed: int, B: int, T: int, D: int, H: int) -> Case:
    draw = Draw(seed)
    return Case(name, (draw(B, T, D), draw(B, H), draw(H, D), draw(H, H), draw(H), draw(B, T, H)))


one = column(1)
CASES = (
    Case("one step, one unit", (one[None], 0.5 * one, one, one, one[0], one[None])),
    Case("two steps, a loss at the last alone", (column(1, 2)[None], one, one, one, one[0], column(0, 1)[None])),
    Case("two steps, a loss at both", (column(1, 2)[None], one, one, one, one[0], column(3, 1)[None])),
    case("three steps, two units", 1, 1, 3, 1, 2),
    case("three sequences, four steps, two inputs, three units", 2, 3, 4, 2, 3),
)
CHECKS = (Check("backward", CASES, expected, forbids=AUTOGRAD),)
