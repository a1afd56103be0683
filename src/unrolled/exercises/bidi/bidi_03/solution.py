r"""bidi-03, solved.

The shape `(2L, B, H)` does not say which of the $2L$ is which. Find out, do not guess: make a small layer, run it,
and compare each `h_n[k]` with the outputs. Where ahead stopped is the *last* step, first half. Where back stopped
is the *first* step, second half. The entries that agree with the outputs belong to the top layer, and they are the
last two.

PyTorch counts layer 0 ahead, layer 0 back, layer 1 ahead, layer 1 back, and so on. So the top layer's pair is the
last one, however many there are. Counting from the end, `h_n[-2]` and `h_n[-1]`, is right for every $L$. `h_n[0]`
and `h_n[1]` are right only for one layer, and so a test with one layer does not notice. Another guess is that all
layers ahead come first and then all layers back. With one layer that, too, is the same.

For joining, `torch.cat` along the last axis puts the two halves of *one* sequence side by side. The tempting
one-liner is

`h_n[-2:].reshape(B, -1)`

It returns `(B, 2H)`, as it should, and mixes the batch. In memory all sequences of one direction lie together, so
the first row would get the ahead halves of sequences 1 and 2. A reshape never moves anything; if axes must change
places, transpose first. With $B = 1$ it is right, once more a case that hides the fault.
"""

# --8<-- [start:code]
import torch
from torch import Tensor


def whole(h_n: Tensor) -> Tensor:
    """The vector (B, 2H) of each sequence, from the last states (2L, B, H) of a bidirectional layer."""
    return torch.cat([h_n[-2], h_n[-1]], dim=-1)


# --8<-- [end:code]
