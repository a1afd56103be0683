"""An LSTM whose sums are brought to mean 0 and variance 1 at every step.

Ba, Kiros & Hinton (2016), "Layer Normalization", arXiv 1607.06450, section 3 and the LSTM of the supplement.
"""

import torch
from jaxtyping import Float
from torch import Tensor, nn

from unrolled.cells.cell import Cell, State


# --8<-- [start:normalise]
def normalise(a: Float[Tensor, "*N G"], gain: Float[Tensor, " G"], eps: float = 1e-5) -> Float[Tensor, "*N G"]:
    """Every vector of `a` with mean 0 and variance 1 over its own entries, then scaled entry by entry.

    Equation (regularisation.8).
    """
    centred = a - a.mean(dim=-1, keepdim=True)
    variance = centred.square().mean(dim=-1, keepdim=True)
    return gain * centred * torch.rsqrt(variance + eps)  # (regularisation.8)


# --8<-- [end:normalise]


# --8<-- [start:cell]
class LayerNormLSTMCell(Cell):
    """An LSTM with layer normalisation of W x, of U h and of the cell that is shown.

    Equations (regularisation.9) and (regularisation.10). The shifts beside the first two gains would only add to the
    bias, so there is one bias `b`.

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
        self.gain_x = nn.Parameter(torch.empty(4 * hidden_size))
        self.gain_h = nn.Parameter(torch.empty(4 * hidden_size))
        self.gain_c = nn.Parameter(torch.empty(hidden_size))
        self.b_c = nn.Parameter(torch.empty(hidden_size))
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Weights as in any cell; gains 1 and the biases 0."""
        super().reset_parameters()
        for gain in (self.gain_x, self.gain_h, self.gain_c):
            nn.init.ones_(gain)
        nn.init.zeros_(self.b)
        nn.init.zeros_(self.b_c)

    def project(self, x: Float[Tensor, "*N D"]) -> Float[Tensor, "*N G"]:
        return normalise(x @ self.W.T, self.gain_x) + self.b

    def step(self, projected: Float[Tensor, "B G"], state: State) -> State:
        h, c = state
        # (regularisation.9) input and state are normalised apart, over all 4H sums at once
        i, f, g, o = (projected + normalise(h @ self.U.T, self.gain_h)).chunk(4, dim=-1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        # (regularisation.10) the cell itself is carried as it is; what is shown of it is normalised
        h = torch.sigmoid(o) * torch.tanh(normalise(c, self.gain_c) + self.b_c)
        return h, c

    def forward(self, x: Float[Tensor, "B D"], state: State) -> State:
        return self.step(self.project(x), state)


# --8<-- [end:cell]
