r"""bidi-02, solved.

A layer always reads from its first step to its last. It has no switch for "backwards". To make it read from the
end, the sequence itself is turned round. That is the first flip.

What comes out is then in the order in which it was read: its first output has read step $T$, its second has read
$T$ and $T - 1$. But it is to stand beside the outputs of `ahead`, where the first place belongs to step 1. So it is
turned round again, the second flip. With both, place $t$ of `back` holds what was read from $T$ down to $t$, as
(bidirectional.2) asks.

The tempting mistake is to leave the second flip out. The shapes fit, and the loss can fall, because half of each
vector is sound. But the first word of a sentence now gets a half that has read the last word only, and the last
word gets one that has read everything. Nothing complains.

To find such a thing, use a layer whose output you can read: the running sum, `x.cumsum(1)`, for both. For the
inputs 1, 2, 3 ahead says 1, 3, 6, and back must say 6, 5, 3. Without the second flip it says 3, 5, 6.

The halves are joined along the last axis, so each step keeps both. Adding them would lose which direction said
what.
"""

# --8<-- [start:code]
from collections.abc import Callable

import torch
from torch import Tensor


def read_both(ahead: Callable[[Tensor], Tensor], back: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """What both layers say at each step, side by side: (B, T, 2H)."""
    return torch.cat([ahead(x), back(x.flip(1)).flip(1)], dim=-1)


# --8<-- [end:code]
