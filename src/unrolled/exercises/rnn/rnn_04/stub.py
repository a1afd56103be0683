"""rnn-04: the last state of a padded batch. This function runs, and is wrong."""

import torch
from torch import Tensor


def last_states(x: Tensor, lengths: Tensor, W: Tensor, U: Tensor, b: Tensor) -> Tensor:
    """The state of each sequence at its own end, (B, H)."""
    h = x.new_zeros(len(x), len(b))
    for t in range(int(lengths.max())):
        h = torch.tanh(x[:, t] @ W.T + h @ U.T + b)
    return h
