"""Zoneout: a random share of the state stays as it was for a step.

Krueger and others (2017), "Zoneout: Regularizing RNNs by Randomly Preserving Hidden Activations", ICLR, section 3.
"""

import torch
from torch import Tensor

from unrolled.cells.cell import Cell, State
from unrolled.cells.noise import check_rate
from unrolled.cells.wrapper import CellWrapper


# --8<-- [start:zoneout]
class Zoneout(CellWrapper):
    """At each step, each entry of the state keeps its old value with probability `rate`.

    Equation (regularisation.6) in training, and its mean, (regularisation.7), in evaluation. Nothing is set to zero and
    nothing is scaled.

    Args:
        cell: any cell.
        rate: for the hidden state h.
        rate_c: for the other parts of the state, such as c; the same as `rate` if it is not given.
    Raises:
        ValueError: a rate is not at least 0 and below 1.
    """

    def __init__(self, cell: Cell, rate: float | int, rate_c: float | int | None = None) -> None:
        super().__init__(cell)
        first, others = check_rate(rate), check_rate(rate if rate_c is None else rate_c, "rate_c")
        self.rates = (first,) + (others,) * (cell.parts - 1)

    def step(self, projected: Tensor, state: State) -> State:
        new = self.cell.step(projected, state)
        return tuple(self.mix(o, n, rate) for o, n, rate in zip(state, new, self.rates, strict=True))

    def mix(self, old: Tensor, new: Tensor, rate: float) -> Tensor:
        """The old value here and there in training, a fixed share of it in evaluation."""
        if rate == 0:
            return new
        if self.training:
            # (regularisation.6) another draw at each step and for each entry
            return torch.where(torch.rand_like(new) < rate, old, new)
        # (regularisation.7) what the draw gives on average
        return rate * old + (1 - rate) * new


# --8<-- [end:zoneout]
