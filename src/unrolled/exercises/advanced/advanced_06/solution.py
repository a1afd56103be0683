r"""advanced-06, solved.

A step is a pair (a, x), and two pairs in a row make one pair: (a2 a1, a2 x1 + x2). So each position first takes in
its neighbour and covers two steps, then the one two before it and covers four, and so on: after 12 passes it covers
4,096, back to the beginning, where h is zero, and its x is the state. The new x needs the *old* a. All of a pass is
a handful of operations on whole tensors, which a processor does side by side. Dividing by running products would be
shorter still, but they become zero.
"""

# --8<-- [start:code]
import torch
from torch import Tensor


def scan(a: Tensor, x: Tensor) -> Tensor:
    """All states (T, H) of h_t = a_t h_(t-1) + x_t, from h_0 = 0."""
    shift = 1
    while shift < len(x):
        x = torch.cat([x[:shift], a[shift:] * x[:-shift] + x[shift:]])
        a = torch.cat([a[:shift], a[shift:] * a[:-shift]])
        shift *= 2
    return x


# --8<-- [end:code]
