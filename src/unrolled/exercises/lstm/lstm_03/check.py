"""Checks lstm-03 by counting what the book builds, and by running the cell state on."""

import torch

from unrolled.cells.gru import GRUCell
from unrolled.cells.lstm import LSTMCell
from unrolled.exercises.checks import Case, Check


def count(module: torch.nn.Module) -> int:
    return sum(weights.numel() for weights in module.parameters())


def left(bias: float, steps: int) -> float:
    """The share of a cell state that is left when the forget gate depends on its bias alone."""
    return torch.sigmoid(torch.tensor(bias, dtype=torch.float64)).pow(steps).item()


def half_life_bias(steps: int) -> float:
    """By halving an interval, so that it owes nothing to a formula."""
    low, high = 0.0, 20.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if left(middle, steps) < 0.5 else (low, middle)
    return low


def expected() -> dict[str, float | int]:
    sizes = {"lstm": count(LSTMCell(64, 128)), "gru": count(GRUCell(64, 128))}
    return sizes | {"kept": left(1.0, 5), "bias": half_life_bias(100)}


CHECKS = (Check("answers", (Case("the four numbers", ()),), expected, secret=True, tolerance=5e-4),)
