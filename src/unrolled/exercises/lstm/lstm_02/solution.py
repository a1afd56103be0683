r"""lstm-02, solved.

Both products are taken for all three parts at once. For the gates their sum is squashed. For the candidate they
stay apart, because the reset gate scales only what comes from the old state, its bias b_u included. The last line
is a weighted mean of old state and candidate: in PyTorch's convention z is the weight of the old one.
"""

# --8<-- [start:code]
import torch
from torch import Tensor


def step(x: Tensor, h: Tensor, W: Tensor, U: Tensor, b: Tensor, b_u: Tensor) -> Tensor:
    """The next hidden state (B, H). Rows of W, U, b: reset, update, candidate."""
    x_r, x_z, x_n = (x @ W.T + b).chunk(3, dim=-1)
    h_r, h_z, h_n = (h @ U.T).chunk(3, dim=-1)
    r, z = torch.sigmoid(x_r + h_r), torch.sigmoid(x_z + h_z)
    n = torch.tanh(x_n + r * (h_n + b_u))
    return z * h + (1 - z) * n


# --8<-- [end:code]
