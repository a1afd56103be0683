"""Weights of an LSTM from one form to another: gate by gate, fused, and `torch.nn.LSTM`."""

import torch
from torch import nn

from unrolled.cells.lstm import ExplicitLSTMCell, LSTMCell
from unrolled.cells.torch_weights import check_shapes, copy_into, matrix_shape, torch_weights


def fuse(explicit: ExplicitLSTMCell) -> LSTMCell:
    """The fused cell that computes what `explicit` does."""
    fused = LSTMCell(explicit.input_size, explicit.hidden_size).to(explicit.W_i)
    with torch.no_grad():
        for name in "WUb":
            getattr(fused, name).copy_(torch.cat([getattr(explicit, f"{name}_{gate}") for gate in "ifgo"]))
    return fused


# --8<-- [start:from_torch]
def from_torch(lstm: nn.LSTM, layer: int = 0, backward: bool = False) -> LSTMCell:
    """Our cell with the weights of one layer and one direction of `nn.LSTM`. Its two biases add up to our one.

    Raises:
        ValueError: the module has projections, or no such layer or direction.
    """
    W, U, b_ih, b_hh = torch_weights(lstm, layer, backward)
    cell = LSTMCell(W.shape[1], lstm.hidden_size).to(W)
    copy_into(cell, W=W, U=U, b=b_ih + b_hh)
    return cell


# --8<-- [end:from_torch]


def to_torch(cell: LSTMCell, batch_first: bool = True) -> nn.LSTM:
    """`nn.LSTM` with the weights of our cell. Our bias goes into its first one, the second is zero."""
    lstm = nn.LSTM(cell.input_size, cell.hidden_size, batch_first=batch_first).to(cell.W)
    zeros = torch.zeros_like(cell.b)
    copy_into(lstm, weight_ih_l0=cell.W, weight_hh_l0=cell.U, bias_ih_l0=cell.b, bias_hh_l0=zeros)
    return lstm


# --8<-- [start:keras]
def to_keras(cell: LSTMCell) -> dict[str, torch.Tensor]:
    """Weights in the layout of `keras.layers.LSTM`: matrices transposed, gates in the order i, f, c (our g), o.

    Returns: "kernel" (D, 4H), "recurrent_kernel" (H, 4H) and "bias" (4H).
    """
    return {"kernel": cell.W.detach().T, "recurrent_kernel": cell.U.detach().T, "bias": cell.b.detach()}


def from_keras(weights: dict[str, torch.Tensor]) -> LSTMCell:
    """Our cell from the weights of `keras.layers.LSTM`. The gates are in our order already.

    Raises:
        ValueError: a weight is missing, or the shapes are not (D, 4H), (H, 4H) and (4H).
    """
    D, H = matrix_shape(weights, "kernel")[0], matrix_shape(weights, "recurrent_kernel")[0]
    check_shapes(weights, {"kernel": (D, 4 * H), "recurrent_kernel": (H, 4 * H), "bias": (4 * H,)})
    cell = LSTMCell(D, H).to(weights["kernel"])
    copy_into(cell, W=weights["kernel"].T, U=weights["recurrent_kernel"].T, b=weights["bias"])
    return cell


# --8<-- [end:keras]
