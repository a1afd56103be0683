"""How much a recurrent matrix may grow or shrink what passes through it many times, and what a network makes of it.

Pascanu, Mikolov & Bengio (2013), "On the difficulty of training recurrent neural networks", ICML, section 2.
"""

import torch
from jaxtyping import Float
from torch import Tensor

from unrolled.cells.elman import ElmanCell


# --8<-- [start:jacobian]
def step_jacobian(cell: ElmanCell, x: Float[Tensor, " D"], h: Float[Tensor, " H"]) -> Float[Tensor, "H H"]:
    """Jacobian of the next hidden state by this one: the slope of the squashing function times U."""
    a = cell.project(x) + cell.U @ h
    slope = 1 - torch.tanh(a).square() if cell.nonlinearity == "tanh" else (a > 0).to(a)
    # (gradients.1)
    return slope.unsqueeze(1) * cell.U  # diag(slope) @ U


def jacobians_to_end(cell: ElmanCell, x: Float[Tensor, "T D"]) -> list[Float[Tensor, "H H"]]:
    """Jacobian of h_T by h_t for t from 1 to T - 1, as a product of steps."""
    h, steps = x.new_zeros(cell.hidden_size), []
    for row in x:
        steps.append(step_jacobian(cell, row, h))
        (h,) = (part.squeeze(0) for part in cell(row.unsqueeze(0), (h.unsqueeze(0),)))
    product, found = torch.eye(cell.hidden_size).to(x), []
    for step in reversed(steps[1:]):
        # (gradients.2)
        product = product @ step
        found.append(product)
    return found[::-1]


# --8<-- [end:jacobian]


# --8<-- [start:sizes]
def largest_singular_value(U: Float[Tensor, "H H"]) -> float:
    """The most that one product with U can stretch a vector."""
    return float(torch.linalg.matrix_norm(U.detach(), 2))


def spectral_radius(U: Float[Tensor, "H H"]) -> float:
    """Largest absolute value of an eigenvalue: the rate at which many products with U grow, in the end."""
    return float(torch.linalg.eigvals(U.detach()).abs().max())


def bound(U: Float[Tensor, "H H"], distance: int, slope: float = 1.0) -> float:
    """The largest possible norm of the Jacobian of h_T by h_t over a distance of T - t steps.

    Args:
        slope: gamma, the largest derivative of the squashing function: 1 for tanh and ReLU.
    """
    # (gradients.3)
    return (slope * largest_singular_value(U)) ** distance


def norms_of_powers(U: Float[Tensor, "H H"], most: int) -> list[float]:
    """Norm of U^k for k from 1 to `most`. Its k-th root tends to the spectral radius."""
    # (gradients.4)
    return [largest_singular_value(torch.linalg.matrix_power(U, k)) for k in range(1, most + 1)]


# --8<-- [end:sizes]


# --8<-- [start:expected]
def expected_factor(gain: float | int = 1.0, alive: float | int = 1.0) -> float:
    """Factor a step for PyTorch's default weights, drawn from U(-1/sqrt(H), 1/sqrt(H)), in a wide network.

    Args:
        gain: number that U is multiplied by.
        alive: share of units with slope 1; about 1 for a tanh near zero, 1/2 for a ReLU. The others have slope 0.
    """
    # (gradients.5)
    return gain * (alive / 3) ** 0.5


# --8<-- [end:expected]
