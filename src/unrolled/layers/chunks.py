"""Padded sequences in pieces: a piece may begin after a sequence has ended."""

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from unrolled.cells.cell import State
from unrolled.layers.masks import mask_of


# --8<-- [start:chunks]
def in_chunks(
    layer: nn.Module, x: Float[Tensor, "B T D"], lengths: Int[Tensor, " B"], size: int
) -> tuple[Float[Tensor, "B T H"], State]:
    """Outputs and final state of a layer that reads `size` steps at a time and carries its state.

    A sequence that ended in an earlier piece has no steps left, so its row sits out: a length of zero is an error.

    Args:
        layer: called as `layer(x, lengths, state)`, with tensors (B, H) as its state.
        size: steps in a piece; the last one may be shorter.
    Raises:
        ValueError: the size is below 1, or a length does not fit.
    """
    if size < 1:
        raise ValueError(f"a piece of {size} steps: size must be at least 1")
    mask_of(lengths, x.shape[1])
    outputs, state = [], None
    for start in range(0, x.shape[1], size):
        piece = x[:, start : start + size]  # (B, S, D), S is `size` or what is left
        rows = (lengths > start).nonzero().squeeze(1)  # the sequences that still run
        if len(rows) == 0:
            outputs.append(torch.zeros_like(outputs[-1][:, : piece.shape[1]]))
            continue
        left = (lengths[rows] - start).clamp(max=piece.shape[1])
        carried = None if state is None else tuple(part[rows] for part in state)
        output, new = layer(piece[rows], left, carried)
        state = new if state is None else tuple(o.index_copy(0, rows, n) for o, n in zip(state, new, strict=True))
        outputs.append(output.new_zeros(len(x), *output.shape[1:]).index_copy(0, rows, output))
    return torch.cat(outputs, dim=1), state


# --8<-- [end:chunks]
