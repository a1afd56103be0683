r"""bidi-02, solved.

A layer always reads from its first step to its last. To read backwards it is given the sequence turned round, and
what it says comes out turned round, too: its first output belongs to the last step. So there are two flips, one
before and one behind. Without the second the halves would run, train, and belong to different steps.
"""

# --8<-- [start:code]
from collections.abc import Callable

import torch
from torch import Tensor


def read_both(ahead: Callable[[Tensor], Tensor], back: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """What both layers say at each step, side by side: (B, T, 2H)."""
    return torch.cat([ahead(x), back(x.flip(1)).flip(1)], dim=-1)


# --8<-- [end:code]
