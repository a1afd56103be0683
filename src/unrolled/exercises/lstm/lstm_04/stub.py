"""lstm-04: a forget bias that is not what it says. This function runs, and is wrong."""

import torch
from torch import nn


def set_forget_bias(lstm: nn.LSTM, value: float | int) -> None:
    """Give the forget gates of every layer the bias `value`."""
    H = lstm.hidden_size
    with torch.no_grad():
        for name, weights in lstm.named_parameters():
            if name.startswith("bias"):
                weights[H : 2 * H] = value
