r"""bidi-03, solved.

PyTorch stacks layer by layer, and within a layer first ahead, then back. The top layer's pair is the last one,
whatever the number of layers, so count from the end: h_n[-2] and h_n[-1]. Joining them along the last axis keeps
each sequence's halves together. A reshape of h_n[-2:] has the right shape and the wrong content: it lays halves of
different sequences together.
"""

# --8<-- [start:code]
import torch
from torch import Tensor


def whole(h_n: Tensor) -> Tensor:
    """The vector (B, 2H) of each sequence, from the last states (2L, B, H) of a bidirectional layer."""
    return torch.cat([h_n[-2], h_n[-1]], dim=-1)


# --8<-- [end:code]
