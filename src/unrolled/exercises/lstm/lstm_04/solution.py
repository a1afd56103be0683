r"""lstm-04, solved.

How could you have found it? Do not look at what was set. Look at what *acts*. The equations have one bias in the
forget gate, and PyTorch has two, which it adds. So print the sum of both, rows $H$ to $2H$, after a call with 1. It
is 2.

The rows are right: PyTorch stacks input, forget, candidate, output, and the forget gate has the second quarter. The
loop over layers is right, too. But `name.startswith("bias")` matches `bias_ih_l0` *and* `bias_hh_l0`, so the value
is set twice, and the gate starts at

$$\sigma(1 + 1) = 0.88 \quad \text{in place of} \quad \sigma(1) = 0.73$$

That is why nobody notices: a gate of 0.88 is a good gate. The model trains, perhaps better than it would have. Only
the number in the paper is not the number in the code, and whoever repeats the work without this fault may get other
results.

One of the two biases gets the value, and the other must be set to *zero*. Leaving it alone is the tempting half of
a cure: it was drawn at random, and its numbers are added. Half of the value in each would be as good.

`torch.no_grad()` is needed because a parameter is a leaf that wants gradients: PyTorch refuses to change it in
place where it is recording. Setting a start is no part of the computation, so it should not be recorded.
"""

# --8<-- [start:code]
import torch
from torch import nn


def set_forget_bias(lstm: nn.LSTM, value: float | int) -> None:
    """Give the forget gates of every layer the bias `value`."""
    H = lstm.hidden_size
    with torch.no_grad():
        for name, weights in lstm.named_parameters():
            if name.startswith("bias_ih"):
                weights[H : 2 * H] = value
            elif name.startswith("bias_hh"):
                weights[H : 2 * H] = 0


# --8<-- [end:code]
