"""Backpropagation through time for an LSTM by hand: forward with a tape, backward. Gates stacked as i, f, g, o."""

from typing import NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor

State = tuple[Float[Tensor, "B H"], Float[Tensor, "B H"]]  # h and c


# --8<-- [start:forward]
class Tape(NamedTuple):
    """Inputs, states before each step and after the last, gates of each step, weights."""

    x: Tensor  # (B, T, D)
    h: list[Tensor]  # T + 1 times (B, H)
    c: list[Tensor]  # T + 1 times (B, H)
    gates: list[tuple[Tensor, ...]]  # T times i, f, g, o, each (B, H)
    W: Tensor
    U: Tensor


def forward(
    x: Float[Tensor, "B T D"], state: State, W: Float[Tensor, "G D"], U: Float[Tensor, "G H"], b: Float[Tensor, " G"]
) -> tuple[Float[Tensor, "B T H"], State, Tape]:
    """An LSTM over time: hidden states, the state after the last step, and the tape. G is 4H."""
    h, c, gates = [state[0]], [state[1]], []
    for t in range(x.shape[1]):
        i, f, g, o = (x[:, t] @ W.T + h[-1] @ U.T + b).chunk(4, dim=-1)  # (B, 4H) -> four times (B, H)
        gates.append((i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()))
        i, f, g, o = gates[-1]
        c.append(f * c[-1] + i * g)
        h.append(o * c[-1].tanh())
    return torch.stack(h[1:], dim=1), (h[-1], c[-1]), Tape(x, h, c, gates, W, U)


# --8<-- [end:forward]


# --8<-- [start:backward]
class Gradients(NamedTuple):
    """The gradient of the loss with respect to everything that went in."""

    x: Float[Tensor, "B T D"]
    state: State
    W: Float[Tensor, "G D"]
    U: Float[Tensor, "G H"]
    b: Float[Tensor, " G"]


def backward(direct: Float[Tensor, "B T H"], end: Float[Tensor, "B H"], tape: Tape) -> Gradients:
    """All gradients, from what the loss sends into each hidden state, `direct`, and into the last cell state, `end`."""
    x, h, c, gates, W, U = tape
    x_bar, W_bar, U_bar, b_bar = (torch.zeros_like(of) for of in (x, W, U, W[:, 0]))
    later, c_later = torch.zeros_like(h[0]), end  # what comes back from step t + 1, by each of the two states
    for t in range(x.shape[1], 0, -1):
        i, f, g, o = gates[t - 1]
        shown = c[t].tanh()
        # (bptt.2) as in the plain network
        h_bar = direct[:, t - 1] + later
        # (bptt.10) from the hidden state through the tanh, and from the cell of the next step
        c_bar = h_bar * o * (1 - shown**2) + c_later
        # (bptt.11) each gate: what it multiplied, times the slope of its own squashing
        delta_i = c_bar * g * i * (1 - i)
        delta_f = c_bar * c[t - 1] * f * (1 - f)
        delta_g = c_bar * i * (1 - g**2)
        delta_o = h_bar * shown * o * (1 - o)
        delta = torch.cat([delta_i, delta_f, delta_g, delta_o], dim=-1)  # (B, 4H)
        # (bptt.4) to (bptt.7), with the four gates stacked
        W_bar += delta.T @ x[:, t - 1]
        U_bar += delta.T @ h[t - 1]
        b_bar += delta.sum(0)
        x_bar[:, t - 1] = delta @ W
        # (bptt.2) second term, and (bptt.10) second term: no matrix here, only the forget gate
        later, c_later = delta @ U, c_bar * f
    return Gradients(x_bar, (later, c_later), W_bar, U_bar, b_bar)  # (bptt.8), for both states


# --8<-- [end:backward]
