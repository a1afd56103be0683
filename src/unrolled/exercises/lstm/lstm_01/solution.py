r"""lstm-01, solved.

The four products are one product with stacked weights, cut into four afterwards. Gates say how much, so they are
squashed to lie between 0 and 1. The candidate says what, and may be negative: tanh. The cell is updated first, a
part kept and a part taken in; the hidden state shows a part of the *new* cell, squashed once more.
"""

# --8<-- [start:code]
import torch
from torch import Tensor


def step(x: Tensor, h: Tensor, c: Tensor, W: Tensor, U: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """The next hidden and cell state, (B, H) each. Rows of W, U, b: input, forget, candidate, output."""
    i, f, g, o = (x @ W.T + h @ U.T + b).chunk(4, dim=-1)  # (B, 4H) -> four times (B, H)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c


# --8<-- [end:code]
