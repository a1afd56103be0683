r"""rnn-03, solved.

Two things have to be got right: which axis is time, and what goes from one turn of the loop to the next.

`x` is `(B, T, D)`. A Python loop over a tensor runs over its first axis, and that is the batch. `for x_t in x`
would therefore take the sequences one after another and hand the state of one to the next. If $B$ and $T$ happen to
be equal, even the shapes come out right. `x.unbind(1)` cuts along time and gives $T$ pieces of shape `(B, D)`.

The name `h` is bound anew in every turn. What a step leaves is what the next one reads, and this is all the memory
there is. A list comprehension is tempting, because it is short. But inside it `h` stays the first state: each step
would then start from the beginning, and the network would have forgotten everything.

When the loop ends, `h` is the state after the last step, so there is nothing to look up. It must equal
`states[:, -1]`, a check that costs one line. The states are stacked once, along axis 1, because the batch comes
first. Writing them into a tensor of zeros would do as well. A list lets autograd see plain values, with nothing
written over.
"""

# --8<-- [start:code]
import torch
from torch import Tensor


def run(x: Tensor, h: Tensor, W: Tensor, U: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """All hidden states (B, T, H) and the last one (B, H), from inputs x (B, T, D) and a first state h (B, H)."""
    states = []
    for x_t in x.unbind(1):  # T times (B, D)
        h = torch.tanh(x_t @ W.T + h @ U.T + b)
        states.append(h)
    return torch.stack(states, dim=1), h


# --8<-- [end:code]
