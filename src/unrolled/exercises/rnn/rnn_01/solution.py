r"""rnn-01, solved.

In the book's equation x is a column, and W stands before it. In a batch each input is a row. The transpose of W x
is x.T W.T: so with rows, W.T stands behind. The bias (H) is added to each row by broadcasting. The tanh comes last,
around the whole sum: squashing the parts apart would be another network.
"""

# --8<-- [start:code]
import torch
from torch import Tensor


def step(x: Tensor, h: Tensor, W: Tensor, U: Tensor, b: Tensor) -> Tensor:
    """The next hidden state (B, H), from inputs x (B, D) and the state before, h (B, H)."""
    return torch.tanh(x @ W.T + h @ U.T + b)  # (B, D) @ (D, H) + (B, H) @ (H, H) + (H)


# --8<-- [end:code]
