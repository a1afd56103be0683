r"""rnn-04, solved.

How could you have found it? Run the short sequence alone, then again in a batch beside a longer one. The two
results should be the same, and they are not. On sequences of equal length everything is right, so a test with equal
lengths finds nothing. Whenever you test code for batches, let the lengths differ.

What happens: the loop goes on to the end of the *longest* sequence. For a shorter one the steps behind its end are
padding, and padding is read like any input. Zeros do not mean "nothing": with $x_t = 0$ the step is still

$$h_t = \tanh(U h_{t-1} + b)$$

and that is in general not $h_{t-1}$. The state drifts on with every step of padding.

The cure keeps all states, `(B, T, H)`, and picks from row $b$ its own last step. Python counts from 0, so that is
`lengths - 1`. The index needs a number for each row, too: `states[rows, lengths - 1]` takes pairs, while
`states[:, lengths - 1]` would take every length for every row.

Two other ways are tempting and wrong. Setting the state to zero behind the end returns zeros. Taking inputs that
are all zero for padding fails at the first real input that is zero; only the lengths know. As good as the solution
would be `torch.where` inside the loop, which keeps the old state of a row that has ended. The book's layers do
that, because it also keeps the cell state of an LSTM right.
"""

# --8<-- [start:code]
import torch
from torch import Tensor


def last_states(x: Tensor, lengths: Tensor, W: Tensor, U: Tensor, b: Tensor) -> Tensor:
    """The state of each sequence at its own end, (B, H)."""
    h, states = x.new_zeros(len(x), len(b)), []
    for x_t in x.unbind(1):
        h = torch.tanh(x_t @ W.T + h @ U.T + b)
        states.append(h)
    rows = torch.arange(len(x))
    return torch.stack(states, dim=1)[rows, lengths - 1]  # (B, T, H) -> (B, H)


# --8<-- [end:code]
