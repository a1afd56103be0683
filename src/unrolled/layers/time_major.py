"""Time first: what the hand-written passes share, with every product that can leave the loop taken outside it."""

import torch
from jaxtyping import Float
from torch import Tensor

# The slope of a squashing function needs only its output y: (dy, y, grad_input=da) writes dy times the slope into da.
sigmoid_backward = torch.ops.aten.sigmoid_backward.grad_input  # (speed.4) da = dy * y * (1 - y)
tanh_backward = torch.ops.aten.tanh_backward.grad_input  # (speed.4) da = dy * (1 - y * y)


# --8<-- [start:time_major]
def time_major(x: Float[Tensor, "B T D"]) -> Float[Tensor, "T B D"]:
    """The same numbers with time first, so that one step lies in one piece of memory."""
    return x.transpose(0, 1).contiguous()


def project(
    x: Float[Tensor, "T B D"], W: Float[Tensor, "G D"], b: Float[Tensor, " G"], into: Float[Tensor, "T B G"]
) -> Float[Tensor, "T B G"]:
    """The product with the input, for all steps at once, written `into` memory that is there already."""
    torch.addmm(b, rows(x), W.T, out=rows(into))  # (speed.3)
    return into


# --8<-- [end:time_major]


# --8<-- [start:products]
def weight_gradient(da: Float[Tensor, "T B G"], seen: Float[Tensor, "T B N"]) -> Float[Tensor, "G N"]:
    """Gradient of the weights that took `seen` to `a`, summed over all steps and sequences by one product."""
    return (seen.flatten(0, 1).T @ da.flatten(0, 1)).T  # (speed.5), turned: the large side of the result comes last


def input_gradient(da: Float[Tensor, "T B G"], W: Float[Tensor, "G D"]) -> Float[Tensor, "B T D"]:
    """Gradient of the input: one call for all steps, each of which writes to its place, batch first again."""
    T, B, _ = da.shape
    dx = da.new_empty(B, T, W.shape[1])
    torch.bmm(da, W.expand(T, *W.shape), out=dx.transpose(0, 1))
    return dx


# --8<-- [end:products]


def rows(x: Float[Tensor, "T B N"]) -> Float[Tensor, "TB N"]:
    """Every step of every sequence as one row."""
    return x.view(-1, x.shape[-1])
