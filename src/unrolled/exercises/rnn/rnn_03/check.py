"""Checks rnn-03 against torch.nn.RNN."""

import torch
from torch import Tensor, nn

from unrolled.exercises.checks import Case, Check, Draw, column
from unrolled.exercises.forbid import RECURRENT


def expected(x: Tensor, h: Tensor, W: Tensor, U: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    layer = nn.RNN(W.shape[1], W.shape[0], batch_first=True, dtype=x.dtype)
    biases = {"bias_ih_l0": b, "bias_hh_l0": torch.zeros_like(b)}
    layer.load_state_dict({"weight_ih_l0": W, "weight_hh_l0": U} | biases)
    output, last = layer(x, h[None])
    return output.detach(), last[0].detach()


def case(name: str, seed: int, B: int, T: int, D: int, H: int, begin: float | int = 1.0) -> Case:
    draw = Draw(seed)
    return Case(name, (draw(B, T, D), begin * draw(B, H), draw(H, D), draw(H, H), draw(H)))


one = column(1)
CASES = (
    Case("one step", (column(0.5)[None], column(0.0), one, one, one[0])),
    Case("two steps, one unit", (column(0.5, -0.5)[None], column(0.0), one, 2 * one, one[0])),
    Case("two steps, and a first state that is not zero", (column(0.5, -0.5)[None], one, one, 2 * one, one[0])),
    case("two sequences of three steps", 2, 2, 3, 1, 1),
    case("three sequences of three steps, three inputs, three units", 3, 3, 3, 3, 3),
    case("two sequences of five steps, three inputs, four units", 4, 2, 5, 3, 4),
)
CHECKS = (Check("run", CASES, expected, gradient=True, forbids=RECURRENT),)
