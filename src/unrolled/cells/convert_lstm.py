"""Weights of an LSTM from one form to another: gate by gate, fused, and `torch.nn.LSTM`."""

import torch
from torch import nn

from unrolled.cells.lstm import ExplicitLSTMCell, LSTMCell


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
    if lstm.proj_size:
        raise ValueError(f"an LSTM with projections (proj_size={lstm.proj_size}) has no counterpart here")
    if not 0 <= layer < lstm.num_layers or (backward and not lstm.bidirectional):
        raise ValueError(f"no layer {layer}, backward={backward}, in {lstm}")
    end = f"_l{layer}" + ("_reverse" if backward else "")
    W = getattr(lstm, "weight_ih" + end)  # (4H, D)
    cell = LSTMCell(W.shape[1], lstm.hidden_size).to(W)
    with torch.no_grad():
        cell.W.copy_(W)
        cell.U.copy_(getattr(lstm, "weight_hh" + end))
        if lstm.bias:
            cell.b.copy_(getattr(lstm, "bias_ih" + end) + getattr(lstm, "bias_hh" + end))
        else:
            cell.b.zero_()
    return cell


# --8<-- [end:from_torch]


def to_torch(cell: LSTMCell, batch_first: bool = True) -> nn.LSTM:
    """`nn.LSTM` with the weights of our cell. Our bias goes into its first one, the second is zero."""
    lstm = nn.LSTM(cell.input_size, cell.hidden_size, batch_first=batch_first).to(cell.W)
    with torch.no_grad():
        lstm.weight_ih_l0.copy_(cell.W)
        lstm.weight_hh_l0.copy_(cell.U)
        lstm.bias_ih_l0.copy_(cell.b)
        lstm.bias_hh_l0.zero_()
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
        ValueError: the shapes are not (D, 4H), (H, 4H) and (4H).
    """
    D, H = weights["kernel"].shape[0], weights["recurrent_kernel"].shape[0]
    wanted = {"kernel": (D, 4 * H), "recurrent_kernel": (H, 4 * H), "bias": (4 * H,)}
    for name, shape in wanted.items():
        if tuple(weights[name].shape) != shape:
            raise ValueError(f"{name} has shape {tuple(weights[name].shape)}, expected {shape} for D = {D}, H = {H}")
    cell = LSTMCell(D, H).to(weights["kernel"])
    with torch.no_grad():
        for ours, theirs in ((cell.W, "kernel"), (cell.U, "recurrent_kernel"), (cell.b, "bias")):
            ours.copy_(weights[theirs].T if ours.dim() == 2 else weights[theirs])
    return cell


# --8<-- [end:keras]
