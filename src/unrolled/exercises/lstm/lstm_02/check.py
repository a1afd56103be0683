"""Checks lstm-02 against torch.nn.GRUCell."""

import torch
from torch import Tensor, nn

from unrolled.exercises.checks import Case, Check, Draw
from unrolled.exercises.forbid import RECURRENT


def expected(x: Tensor, h: Tensor, W: Tensor, U: Tensor, b: Tensor, b_u: Tensor) -> Tensor:
    cell = nn.GRUCell(W.shape[1], h.shape[1], dtype=x.dtype)
    bias_hh = torch.cat([torch.zeros_like(b_u), torch.zeros_like(b_u), b_u])
    cell.load_state_dict({"weight_ih": W, "weight_hh": U, "bias_ih": b, "bias_hh": bias_hh})
    return cell(x, h).detach()


def by_bias(name: str, u: float | int, b_u: float | int, *bias: float | int) -> Case:
    """One unit, state 0.5, whose gates depend on their bias alone: r, z, n. The candidate reads the state by u."""
    zero, b = torch.zeros(1, 1, dtype=torch.float64), torch.tensor(bias, dtype=torch.float64)
    U = torch.tensor([[0.0], [0.0], [u]], dtype=torch.float64)
    return Case(name, (zero, zero + 0.5, zero.expand(3, 1).clone(), U, b, zero[0] + b_u))


def case(name: str, seed: int, B: int, D: int, H: int) -> Case:
    draw = Draw(seed)
    return Case(name, (draw(B, D), draw(B, H), draw(3 * H, D), draw(3 * H, H), draw(3 * H), draw(H)))


CASES = (
    by_bias("gates by their biases alone: the update gate is open", 0, 0, 0, 30, -1),
    by_bias("gates by their biases alone: the state is replaced", 2, 0, 30, -30, -1),
    by_bias("gates by their biases alone: half reset, a bias inside", 2, 1, 0, 1, -1),
    case("one sequence, two inputs, one unit", 1, 1, 2, 1),
    case("three sequences, two inputs, three units", 2, 3, 2, 3),
)
CHECKS = (Check("step", CASES, expected, gradient=True, forbids=RECURRENT),)
