r"""lstm-05, solved.

The candidate is 1 at every step, by its bias. The input gate lets it in only when a one comes: -20 without, +20
with. The forget gate is open, +20, and a reset closes it, -20. U is zero: nothing depends on the hidden state. The
large numbers are needed because what is missing from an open gate is lost at every step: with +5 the gate stands at
0.993, and after forty steps a quarter of the count would be gone. The output gate may do what it likes, since the
cell is asked for.
"""

# --8<-- [start:code]
import torch
from torch import Tensor


def weights() -> tuple[Tensor, Tensor, Tensor]:
    """W (4, 2), U (4, 1) and b (4) of one unit; rows: input gate, forget gate, candidate, output gate."""
    W = torch.tensor([[40.0, 0.0], [0.0, -40.0], [0.0, 0.0], [0.0, 0.0]])
    b = torch.tensor([-20.0, 20.0, 20.0, 20.0])
    return W, torch.zeros(4, 1), b


# --8<-- [end:code]
