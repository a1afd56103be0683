"""What an embedding layer computes, spelled out: a matrix product, and the gradient that belongs to it."""

import torch
from jaxtyping import Float, Int
from torch import Tensor


# --8<-- [start:lookup]
def look_up(tokens: Int[Tensor, "B T"], table: Float[Tensor, "V D"]) -> Float[Tensor, "B T D"]:
    """Vectors of the words, the long way: each word as a one-hot row, times the table. Layers index instead."""
    one_hot = torch.nn.functional.one_hot(tokens, len(table)).to(table.dtype)  # (B, T) -> (B, T, V)
    # (embeddings.1) the product picks one row of the table
    return one_hot @ table


def look_up_gradient(
    tokens: Int[Tensor, "B T"], upstream: Float[Tensor, "B T D"], vocabulary: int
) -> Float[Tensor, "V D"]:
    """Gradient of the loss by the table, given its gradient by the vectors that were looked up."""
    gradient = upstream.new_zeros(vocabulary, upstream.shape[-1])
    # (embeddings.2) a row collects from the places where its word stood, and stays zero if it stood nowhere
    return gradient.index_add(0, tokens.flatten(), upstream.flatten(0, 1))


# --8<-- [end:lookup]
