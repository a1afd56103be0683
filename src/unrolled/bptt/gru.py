"""Backpropagation through time for a GRU by hand: reset after the product, z = 1 keeps, gates stacked as r, z, n."""

from typing import NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor


# --8<-- [start:forward]
class Tape(NamedTuple):
    """Inputs, states before each step and after the last, gates of each step, weights."""

    x: Tensor  # (B, T, D)
    h: list[Tensor]  # T + 1 times (B, H)
    gates: list[tuple[Tensor, ...]]  # T times r, z, n, and q = U_n h + b_u before the reset; each (B, H)
    W: Tensor
    U: Tensor


def forward(
    x: Float[Tensor, "B T D"],
    h0: Float[Tensor, "B H"],
    W: Float[Tensor, "G D"],
    U: Float[Tensor, "G H"],
    b: Float[Tensor, " G"],
    b_u: Float[Tensor, " H"],
) -> tuple[Float[Tensor, "B T H"], Tape]:
    """A GRU over time: hidden states, and the tape. G is 3H; b_u is the bias beside U_n."""
    h, gates = [h0], []
    for t in range(x.shape[1]):
        from_x = (x[:, t] @ W.T + b).chunk(3, dim=-1)  # (B, 3H) -> three times (B, H)
        from_h = (h[-1] @ U.T).chunk(3, dim=-1)
        r, z = torch.sigmoid(from_x[0] + from_h[0]), torch.sigmoid(from_x[1] + from_h[1])
        q = from_h[2] + b_u
        n = torch.tanh(from_x[2] + r * q)
        gates.append((r, z, n, q))
        h.append(z * h[-1] + (1 - z) * n)
    return torch.stack(h[1:], dim=1), Tape(x, h, gates, W, U)


# --8<-- [end:forward]


# --8<-- [start:backward]
class Gradients(NamedTuple):
    """The gradient of the loss with respect to everything that went in."""

    x: Float[Tensor, "B T D"]
    h0: Float[Tensor, "B H"]
    W: Float[Tensor, "G D"]
    U: Float[Tensor, "G H"]
    b: Float[Tensor, " G"]
    b_u: Float[Tensor, " H"]


def backward(direct: Float[Tensor, "B T H"], tape: Tape) -> Gradients:
    """All gradients, from the tape and from what the loss of each step sends into its own state."""
    x, h, gates, W, U = tape
    x_bar, W_bar, U_bar, b_bar, b_u_bar = (torch.zeros_like(of) for of in (x, W, U, W[:, 0], U[0]))
    later = torch.zeros_like(h[0])  # what comes back from step t + 1
    for t in range(x.shape[1], 0, -1):
        r, z, n, q = gates[t - 1]
        # (bptt.13) from the loss of this step, and from all later steps at once
        h_bar = direct[:, t - 1] + later
        # (bptt.12) each gate: what it multiplied, times the slope of its own squashing
        delta_z = h_bar * (h[t - 1] - n) * z * (1 - z)
        delta_n = h_bar * (1 - z) * (1 - n**2)
        delta_r = delta_n * q * r * (1 - r)
        to_x = torch.cat([delta_r, delta_z, delta_n], dim=-1)  # (B, 3H)
        to_h = torch.cat([delta_r, delta_z, delta_n * r], dim=-1)  # the reset gate stands between n and U_n h
        # (bptt.4) to (bptt.7), with the three stacked
        W_bar += to_x.T @ x[:, t - 1]
        U_bar += to_h.T @ h[t - 1]
        b_bar += to_x.sum(0)
        b_u_bar += (delta_n * r).sum(0)
        x_bar[:, t - 1] = to_x @ W
        # (bptt.13) second and third term: straight on through z, and back through U
        later = h_bar * z + to_h @ U
    return Gradients(x_bar, later, W_bar, U_bar, b_bar, b_u_bar)  # (bptt.8)


# --8<-- [end:backward]
