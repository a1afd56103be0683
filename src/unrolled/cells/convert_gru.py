"""Weights of a GRU from one form to another: gate by gate, fused, `torch.nn.GRU`, Keras, and the two z conventions."""

from copy import deepcopy

import torch
from torch import nn

from unrolled.cells.gru import ExplicitGRUCell, GRUCell
from unrolled.cells.torch_weights import check_shapes, copy_into, matrix_shape, torch_weights


def fuse(explicit: ExplicitGRUCell) -> GRUCell:
    """The fused cell that computes what `explicit` does, in the same conventions."""
    fused = GRUCell(explicit.input_size, explicit.hidden_size, explicit.reset, explicit.update).to(explicit.W_r)
    copy_into(fused, **{name: torch.cat([getattr(explicit, f"{name}_{gate}") for gate in "rzn"]) for name in "WUb"})
    if explicit.b_u is not None:
        copy_into(fused, b_u=explicit.b_u)
    return fused


# --8<-- [start:from_torch]
def from_torch(gru: nn.GRU, layer: int = 0, backward: bool = False) -> GRUCell:
    """Our cell with the weights of one layer and one direction of `nn.GRU`: reset after the product, z keeps.

    The two biases of r and z add up to one. Those of the candidate stay apart, for r stands between them.
    Raises:
        ValueError: no such layer or direction.
    """
    W, U, b_ih, b_hh = torch_weights(gru, layer, backward)
    H = gru.hidden_size
    cell = GRUCell(W.shape[1], H).to(W)
    outside = torch.cat([b_ih[: 2 * H] + b_hh[: 2 * H], b_ih[2 * H :]])
    copy_into(cell, W=W, U=U, b=outside, b_u=b_hh[2 * H :])
    return cell


# --8<-- [end:from_torch]


def to_torch(cell: GRUCell, batch_first: bool = True) -> nn.GRU:
    """`nn.GRU` with the weights of our cell.

    Raises:
        ValueError: the reset gate of the cell acts before the product: PyTorch has no such GRU.
    """
    if cell.reset != "after":
        raise ValueError("nn.GRU resets after the product: a cell with reset='before' has no counterpart there")
    cell = cell if cell.update == "keeps" else flip_update(cell)
    gru = nn.GRU(cell.input_size, cell.hidden_size, batch_first=batch_first).to(cell.W)
    inside = torch.cat([torch.zeros_like(cell.b[: 2 * cell.hidden_size]), cell.b_u])
    copy_into(gru, weight_ih_l0=cell.W, weight_hh_l0=cell.U, bias_ih_l0=cell.b, bias_hh_l0=inside)
    return gru


# --8<-- [start:flip]
def flip_update(cell: GRUCell) -> GRUCell:
    """The same function in the other z convention: 1 - sigmoid(a) is sigmoid(-a), so the rows of z change sign."""
    flipped = deepcopy(cell)
    flipped.update = "replaces" if cell.update == "keeps" else "keeps"
    z = slice(cell.hidden_size, 2 * cell.hidden_size)
    with torch.no_grad():
        for weight in (flipped.W, flipped.U, flipped.b):
            weight[z] *= -1  # (gru.7)
    return flipped


# --8<-- [end:flip]


# --8<-- [start:keras]
def to_keras(cell: GRUCell) -> dict[str, torch.Tensor]:
    """Weights in the layout of `keras.layers.GRU`: matrices transposed, gates in the order z, r, h (our n), z keeps.

    Returns: "kernel" (D, 3H), "recurrent_kernel" (H, 3H) and "bias": (2, 3H) for `reset_after=True`, the
        biases beside kernel and recurrent kernel, or (3H) for `reset_after=False`.
    """
    cell = cell if cell.update == "keeps" else flip_update(cell)
    W, U, b = (_swap(weight.detach()) for weight in (cell.W, cell.U, cell.b))
    if cell.b_u is not None:
        b = torch.stack([b, torch.cat([torch.zeros_like(b[: 2 * cell.hidden_size]), cell.b_u.detach()])])
    return {"kernel": W.T, "recurrent_kernel": U.T, "bias": b}


def from_keras(weights: dict[str, torch.Tensor]) -> GRUCell:
    """Our cell from the weights of `keras.layers.GRU`. A bias of two rows means `reset_after=True`, Keras's default.

    Raises:
        ValueError: a weight is missing, or the shapes are not those that `to_keras` returns.
    """
    D, H = matrix_shape(weights, "kernel")[0], matrix_shape(weights, "recurrent_kernel")[0]
    after = "bias" in weights and weights["bias"].dim() == 2
    bias = (2, 3 * H) if after else (3 * H,)
    check_shapes(weights, {"kernel": (D, 3 * H), "recurrent_kernel": (H, 3 * H), "bias": bias})
    cell = GRUCell(D, H, "after" if after else "before").to(weights["kernel"])
    outer, inner = weights["bias"] if after else (weights["bias"], torch.zeros_like(weights["bias"]))
    both = _swap(outer)
    both[: 2 * H] += _swap(inner)[: 2 * H]
    copy_into(cell, W=_swap(weights["kernel"].T), U=_swap(weights["recurrent_kernel"].T), b=both)
    if after:
        copy_into(cell, b_u=inner[2 * H :])
    return cell


# --8<-- [end:keras]


def _swap(stacked: torch.Tensor) -> torch.Tensor:
    """Exchange the first two of three blocks of rows: r, z, n to z, r, n and back."""
    first, second, third = stacked.chunk(3)
    return torch.cat([second, first, third])
