"""Weights of a plain recurrent network from one form to another: the book, `torch.nn.RNN`, Keras `SimpleRNN`."""

import torch
from torch import nn

from unrolled.cells.elman import ElmanCell
from unrolled.cells.torch_weights import check_shapes, copy_into, matrix_shape, torch_weights


# --8<-- [start:from_torch]
def from_torch(rnn: nn.RNN, layer: int = 0, backward: bool = False) -> ElmanCell:
    """Our cell with the weights of one layer and one direction of `nn.RNN`. Its two biases add up to our one.

    Raises:
        ValueError: no such layer or direction.
    """
    W, U, b_ih, b_hh = torch_weights(rnn, layer, backward)
    cell = ElmanCell(W.shape[1], rnn.hidden_size, rnn.nonlinearity).to(W)
    copy_into(cell, W=W, U=U, b=b_ih + b_hh)
    return cell


# --8<-- [end:from_torch]


def to_torch(cell: ElmanCell, batch_first: bool = True) -> nn.RNN:
    """`nn.RNN` with the weights of our cell. Our bias goes into its first one, the second is zero."""
    rnn = nn.RNN(cell.input_size, cell.hidden_size, nonlinearity=cell.nonlinearity, batch_first=batch_first).to(cell.W)
    copy_into(rnn, weight_ih_l0=cell.W, weight_hh_l0=cell.U, bias_ih_l0=cell.b, bias_hh_l0=torch.zeros_like(cell.b))
    return rnn


# --8<-- [start:keras]
def to_keras(cell: ElmanCell) -> dict[str, torch.Tensor]:
    """Weights in the layout of `keras.layers.SimpleRNN`: both matrices transposed.

    Returns: "kernel" (D, H), "recurrent_kernel" (H, H) and "bias" (H).
    """
    return {"kernel": cell.W.detach().T, "recurrent_kernel": cell.U.detach().T, "bias": cell.b.detach()}


def from_keras(weights: dict[str, torch.Tensor], nonlinearity: str = "tanh") -> ElmanCell:
    """Our cell from the weights of `keras.layers.SimpleRNN`.

    Raises:
        ValueError: a weight is missing, or the shapes are not (D, H), (H, H) and (H), or there is no such nonlinearity.
    """
    D, H = matrix_shape(weights, "kernel")
    check_shapes(weights, {"kernel": (D, H), "recurrent_kernel": (H, H), "bias": (H,)})
    cell = ElmanCell(D, H, nonlinearity).to(weights["kernel"])
    copy_into(cell, W=weights["kernel"].T, U=weights["recurrent_kernel"].T, b=weights["bias"])
    return cell


# --8<-- [end:keras]
