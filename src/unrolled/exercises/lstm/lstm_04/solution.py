r"""lstm-04, solved.

The rows are right: input, forget, candidate, output, so H to 2H. But PyTorch keeps two biases and adds them.
Setting both gives the gate twice the value: it starts at sigmoid(2) = 0.88 where 0.73 was asked for. One of them
gets the value, the other zero; leaving the other as it was drawn would add a random number. The change is made in
place and without a gradient, because it is no part of a computation.
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
