"""Checks rnn-01 against torch.nn.RNNCell."""

import torch
from torch import Tensor, nn

from unrolled.exercises.checks import Case, Check, Draw, column
from unrolled.exercises.forbid import RECURRENT


def expected(x: Tensor, h: Tensor, W: Tensor, U: Tensor, b: Tensor) -> Tensor:
    cell = nn.RNNCell(W.shape[1], W.shape[0], dtype=x.dtype)
    weights = {"weight_ih": W, "weight_hh": U, "bias_ih": b, "bias_hh": torch.zeros_like(b)}
    cell.load_state_dict(weights)
    return cell(x, h).detach()


zero, one, draw = column(0), column(1), Draw(1)
TURN = torch.tensor([[0.0, 1.0], [0.0, 0.0]], dtype=torch.float64)
CASES = (
    Case("one number, one unit, a state of zero, no bias", (column(0.5), zero, 2 * one, 3 * one, zero[0])),
    Case("one number, one unit, a state that is not zero", (column(0.5), column(0.2), 2 * one, 3 * one, zero[0])),
    Case("the same with a bias", (column(0.5), column(0.2), 2 * one, 3 * one, -one[0])),
    Case("two units, of which one reads the other", (one, column(0.3, 0.6).T, column(1, 0), TURN, column(0, 0)[:, 0])),
    Case("three sequences, four inputs, five units", (draw(3, 4), draw(3, 5), draw(5, 4), draw(5, 5), draw(5))),
)
CHECKS = (Check("step", CASES, expected, gradient=True, forbids=RECURRENT),)
