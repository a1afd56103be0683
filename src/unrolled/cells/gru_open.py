"""A GRU without its reset gate: one gate is left.

Ravanelli and others (2017), "Improving Speech Recognition by Revising Gated Recurrent Units", Interspeech, drop it too.
"""

import torch
from jaxtyping import Float
from torch import Tensor, nn

from unrolled.cells.cell import Cell, State


# --8<-- [start:open]
class OpenGRUCell(Cell):
    """A GRU whose reset gate is held at 1: update gate and candidate stacked, z keeps.

    Args: see `Cell`.
    """

    def __init__(self, input_size: int, hidden_size: int) -> None:
        super().__init__(input_size, hidden_size)
        self.W = nn.Parameter(torch.empty(2 * hidden_size, input_size))
        self.U = nn.Parameter(torch.empty(2 * hidden_size, hidden_size))
        self.b = nn.Parameter(torch.empty(2 * hidden_size))
        self.reset_parameters()

    def project(self, x: Float[Tensor, "*N D"]) -> Float[Tensor, "*N G"]:
        """The part of gate and candidate that does not depend on the state. G is 2H."""
        return nn.functional.linear(x, self.W, self.b)

    def step(self, projected: Float[Tensor, "B G"], state: State) -> State:
        (h,) = state
        z, n = (projected + h @ self.U.T).chunk(2, dim=-1)
        return (torch.lerp(torch.tanh(n), h, torch.sigmoid(z)),)

    def forward(self, x: Float[Tensor, "B D"], state: State) -> State:
        return self.step(self.project(x), state)


# --8<-- [end:open]
