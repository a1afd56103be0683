"""The long short-term memory cell: one step, first gate by gate to read, then fused to run.

Hochreiter & Schmidhuber (1997), "Long Short-Term Memory", Neural Computation 9(8), section 4; the forget gate is from
Gers, Schmidhuber & Cummins (2000), "Learning to Forget", Neural Computation 12(10), section 3.
"""

import torch
from jaxtyping import Float
from torch import Tensor, nn

from unrolled.cells.cell import Cell, State


# --8<-- [start:explicit]
class ExplicitLSTMCell(Cell):
    """One step of an LSTM, with the weights of each gate apart. Equations (lstm.1) to (lstm.6).

    Args:
        input_size: D, numbers in each input vector.
        hidden_size: H, numbers in the hidden state and in the cell state.
    """

    parts = 2  # hidden state h, cell state c

    def __init__(self, input_size: int, hidden_size: int) -> None:
        super().__init__(input_size, hidden_size)
        for gate in "ifgo":  # input gate, forget gate, candidate, output gate
            self.register_parameter(f"W_{gate}", nn.Parameter(torch.empty(hidden_size, input_size)))
            self.register_parameter(f"U_{gate}", nn.Parameter(torch.empty(hidden_size, hidden_size)))
            self.register_parameter(f"b_{gate}", nn.Parameter(torch.empty(hidden_size)))
        self.reset_parameters()

    def forward(self, x: Float[Tensor, "B D"], state: State) -> State:
        h, c = state
        # (lstm.1) forget gate: how much of the old cell stays
        f = torch.sigmoid(x @ self.W_f.T + h @ self.U_f.T + self.b_f)
        # (lstm.2) input gate: how much of the candidate enters
        i = torch.sigmoid(x @ self.W_i.T + h @ self.U_i.T + self.b_i)
        # (lstm.3) candidate: what may enter
        g = torch.tanh(x @ self.W_g.T + h @ self.U_g.T + self.b_g)
        # (lstm.4) keep a part, take in a part
        c = f * c + i * g
        # (lstm.5) output gate: how much of the cell is shown
        o = torch.sigmoid(x @ self.W_o.T + h @ self.U_o.T + self.b_o)
        # (lstm.6)
        h = o * torch.tanh(c)
        return h, c


# --8<-- [end:explicit]


# --8<-- [start:fused]
class LSTMCell(Cell):
    """The same step with the four weight matrices stacked, in PyTorch's order: input, forget, candidate, output.

    Args:
        input_size: D, numbers in each input vector.
        hidden_size: H, numbers in the hidden state and in the cell state.
    """

    parts = 2  # hidden state h, cell state c

    def __init__(self, input_size: int, hidden_size: int) -> None:
        super().__init__(input_size, hidden_size)
        self.W = nn.Parameter(torch.empty(4 * hidden_size, input_size))
        self.U = nn.Parameter(torch.empty(4 * hidden_size, hidden_size))
        self.b = nn.Parameter(torch.empty(4 * hidden_size))
        self.reset_parameters()

    def project(self, x: Float[Tensor, "*N D"]) -> Float[Tensor, "*N G"]:
        """The part of all gates that does not depend on the state: one product for a whole sequence. G is 4H."""
        return nn.functional.linear(x, self.W, self.b)  # (lstm.7), first term

    def step(self, projected: Float[Tensor, "B G"], state: State) -> State:
        h, c = state
        i, f, g, o = (projected + h @ self.U.T).chunk(4, dim=-1)  # (lstm.7) (B, 4H) -> four times (B, H)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        h = torch.sigmoid(o) * torch.tanh(c)
        return h, c

    def forward(self, x: Float[Tensor, "B D"], state: State) -> State:
        return self.step(self.project(x), state)


# --8<-- [end:fused]


# --8<-- [start:forget_bias]
def set_forget_bias(cell: LSTMCell, value: float) -> None:
    """Set the bias of the forget gate (Jozefowicz et al., 2015): 1 keeps about 73 % of the cell at each step."""
    with torch.no_grad():
        cell.b[cell.hidden_size : 2 * cell.hidden_size] = value  # (lstm.9)


# --8<-- [end:forget_bias]
