"""Checks lstm-01 against torch.nn.LSTMCell."""

import torch
from torch import Tensor, nn

from unrolled.exercises.checks import Case, Check, Draw
from unrolled.exercises.forbid import RECURRENT


def expected(x: Tensor, h: Tensor, c: Tensor, W: Tensor, U: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    cell = nn.LSTMCell(W.shape[1], h.shape[1], dtype=x.dtype)
    cell.load_state_dict({"weight_ih": W, "weight_hh": U, "bias_ih": b, "bias_hh": torch.zeros_like(b)})
    return tuple(part.detach() for part in cell(x, (h, c)))


def by_bias(name: str, c: float | int, *bias: float | int) -> Case:
    """One unit whose gates depend on nothing but their bias: i, f, g, o."""
    zero = torch.zeros(1, 1, dtype=torch.float64)
    b = torch.tensor(bias, dtype=torch.float64)
    return Case(name, (zero, zero, zero + c, zero.expand(4, 1).clone(), zero.expand(4, 1).clone(), b))


def case(name: str, seed: int, B: int, D: int, H: int) -> Case:
    draw = Draw(seed)
    return Case(name, (draw(B, D), draw(B, H), draw(B, H), draw(4 * H, D), draw(4 * H, H), draw(4 * H)))


CASES = (
    by_bias("gates by their biases alone: nothing is kept, half a candidate is taken in", 0, 0, -30, 1, 30),
    by_bias("gates by their biases alone: the cell is kept, nothing is taken in", 2, -30, 30, 1, 30),
    by_bias("gates by their biases alone: all four differ", 2, 1, 2, -3, 0.5),
    case("one sequence, two inputs, one unit", 1, 1, 2, 1),
    case("three sequences, two inputs, three units", 2, 3, 2, 3),
)
CHECKS = (Check("step", CASES, expected, gradient=True, forbids=RECURRENT),)
