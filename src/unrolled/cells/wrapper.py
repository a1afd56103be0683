"""A cell around a cell: everything is passed on, so that a subclass says only what it changes."""

from jaxtyping import Float
from torch import Tensor

from unrolled.cells.cell import Cell, State


# --8<-- [start:wrapper]
class CellWrapper(Cell):
    """Does what the cell inside does. Layers cannot tell the two apart.

    Args:
        cell: the cell inside.
    """

    def __init__(self, cell: Cell) -> None:
        super().__init__(cell.input_size, cell.hidden_size)
        self.cell, self.parts = cell, cell.parts

    def zero_state(self, batch: int, like: Tensor) -> State:
        return self.cell.zero_state(batch, like)

    def begin(self, x: Float[Tensor, "B T D"]) -> None:
        self.cell.begin(x)

    def project(self, x: Float[Tensor, "*N D"]) -> Tensor:
        return self.cell.project(x)

    def step(self, projected: Tensor, state: State) -> State:
        return self.cell.step(projected, state)

    def forward(self, x: Float[Tensor, "B D"], state: State) -> State:
        return self.step(self.project(x), state)

    # --8<-- [end:wrapper]

    def reset_parameters(self) -> None:
        """Draw the weights of the cell inside anew."""
        self.cell.reset_parameters()
