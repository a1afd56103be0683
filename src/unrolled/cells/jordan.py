"""The Jordan network: what is carried to the next step is the output, not the hidden state.

Jordan (1986), "Attractor Dynamics and Parallelism in a Connectionist Sequential Machine", Proceedings of the Eighth
Annual Conference of the Cognitive Science Society. His state units also kept a share of their own past: left out here.
"""

import torch
from jaxtyping import Float
from torch import Tensor, nn

from unrolled.cells.cell import Cell, State


# --8<-- [start:jordan]
class JordanCell(Cell):
    """One step of a Jordan network. Its state is its output: all that the next step gets to know of the past.

    Args:
        input_size: D, numbers in each input vector.
        hidden_size: H, numbers in the hidden layer, which is computed anew at each step and then dropped.
        output_size: numbers in an output, and so in the state.
    """

    def __init__(self, input_size: int, hidden_size: int, output_size: int) -> None:
        super().__init__(input_size, output_size)  # what a cell calls its hidden state is here the output
        self.W = nn.Parameter(torch.empty(hidden_size, input_size))
        self.U = nn.Parameter(torch.empty(hidden_size, output_size))
        self.b = nn.Parameter(torch.empty(hidden_size))
        self.read = nn.Linear(hidden_size, output_size)
        self.reset_parameters()

    def forward(self, x: Float[Tensor, "B D"], state: State) -> State:
        (y,) = state
        # (elman.6) U reads the last output ...
        h = torch.tanh(x @ self.W.T + y @ self.U.T + self.b)
        # ... and h goes no further than the next output
        y = self.read(h)
        return (y,)


# --8<-- [end:jordan]
