"""Backpropagation through time for a plain recurrent network, every term by hand. To read, not to run fast.

Werbos (1990), "Backpropagation Through Time: What It Does and How to Do It", Proceedings of the IEEE 78(10).
"""

from typing import NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor


# --8<-- [start:forward]
class Tape(NamedTuple):
    """What the backward pass needs to know of the forward pass."""

    x: Tensor  # (B, T, D)
    h: list[Tensor]  # T + 1 states (B, H): h[0] is the state before the first step
    W: Tensor
    U: Tensor


def forward(
    x: Float[Tensor, "B T D"],
    h0: Float[Tensor, "B H"],
    W: Float[Tensor, "H D"],
    U: Float[Tensor, "H H"],
    b: Float[Tensor, " H"],
) -> tuple[Float[Tensor, "B T H"], Tape]:
    """A plain recurrent network over time, and the tape of its states."""
    h = [h0]
    for t in range(x.shape[1]):
        h.append(torch.tanh(x[:, t] @ W.T + h[-1] @ U.T + b))
    return torch.stack(h[1:], dim=1), Tape(x, h, W, U)


# --8<-- [end:forward]


# --8<-- [start:loss]
def squared_error(
    output: Float[Tensor, "B T H"], target: Float[Tensor, "B T H"]
) -> tuple[Float[Tensor, ""], Float[Tensor, "B T H"]]:
    """Half the squared error over all entries, and its gradient: what each step sends straight into its state."""
    # (bptt.1) the loss is a sum over time
    loss = 0.5 * (output - target).square().sum()
    return loss, output - target


# --8<-- [end:loss]


# --8<-- [start:backward]
class Gradients(NamedTuple):
    """The gradient of the loss with respect to everything that went in."""

    x: Float[Tensor, "B T D"]
    h0: Float[Tensor, "B H"]
    W: Float[Tensor, "H D"]
    U: Float[Tensor, "H H"]
    b: Float[Tensor, " H"]


def backward(direct: Float[Tensor, "B T H"], tape: Tape) -> Gradients:
    """All gradients, from the tape and from what the loss of each step sends into its own state."""
    x, h, W, U = tape
    x_bar, W_bar, U_bar, b_bar = (torch.zeros_like(of) for of in (x, W, U, W[:, 0]))
    later = torch.zeros_like(h[0])  # what comes back from step t + 1; after the last step, nothing
    for t in range(x.shape[1], 0, -1):  # from the last step to the first; x[:, t - 1] is the input of step t
        # (bptt.2) from the loss of this step, and from all later steps at once
        h_bar = direct[:, t - 1] + later
        # (bptt.3) back through the tanh
        delta = h_bar * (1 - h[t] ** 2)
        # (bptt.4) the weights are the same at each step: their gradients add up
        W_bar += delta.T @ x[:, t - 1]
        # (bptt.5)
        U_bar += delta.T @ h[t - 1]
        # (bptt.6)
        b_bar += delta.sum(0)
        # (bptt.7) to the input of this step
        x_bar[:, t - 1] = delta @ W
        # (bptt.2) second term, for the step before
        later = delta @ U
    # (bptt.8) what comes out in front of the first step
    return Gradients(x_bar, later, W_bar, U_bar, b_bar)


# --8<-- [end:backward]
