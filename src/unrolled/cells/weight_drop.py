"""Dropout on the recurrent weights, once for a whole sequence.

Merity, Keskar & Socher (2018), "Regularizing and Optimizing LSTM Language Models" (AWD-LSTM), ICLR, section 2;
DropConnect is from Wan and others (2013), "Regularization of Neural Networks using DropConnect", ICML.
"""

from jaxtyping import Float
from torch import Tensor, nn
from torch.nn.utils.parametrize import register_parametrization

from unrolled.cells.cell import Cell
from unrolled.cells.noise import check_rate, draw_mask
from unrolled.cells.wrapper import CellWrapper


# --8<-- [start:weight_drop]
class DropConnect(nn.Module):
    """A weight matrix times a mask that stays until it is drawn again."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate, self.mask = rate, None

    def forward(self, weight: Tensor) -> Tensor:
        if not self.training or self.rate == 0 or self.mask is None:
            return weight
        return weight * self.mask  # (regularisation.5)


class WeightDrop(CellWrapper):
    """Drop entries of U: the same ones at every step and in every sequence of a batch.

    Equation (regularisation.5). From here on, reading `cell.U` in training gives the masked matrix.

    Args:
        cell: a cell with its recurrent weights in one matrix `U`: any of the fused ones.
        rate: share of the entries to drop.
    Raises:
        ValueError: the rate is not at least 0 and below 1, or the cell has no parameter `U`.
    """

    def __init__(self, cell: Cell, rate: float | int) -> None:
        super().__init__(cell)
        self.drop = DropConnect(check_rate(rate))
        if "U" not in dict(cell.named_parameters(recurse=False)):
            raise ValueError(
                f"{type(cell).__name__} has no parameter U of its own: take a fused cell, and wrap it first"
            )
        register_parametrization(cell, "U", self.drop)

    def begin(self, x: Float[Tensor, "B T D"]) -> None:
        super().begin(x)
        if self.training:
            self.drop.mask = draw_mask(tuple(self.cell.U.shape), self.drop.rate, x)


# --8<-- [end:weight_drop]
