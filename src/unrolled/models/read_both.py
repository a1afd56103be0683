"""Ways to take one vector out of a bidirectional layer: the right one, and two wrong ones to measure."""

import torch
from jaxtyping import Float, Int
from torch import Tensor

from unrolled.layers.bidirectional import Bidirectional, reverse


# --8<-- [start:read_both]
def both_ends(layer: Bidirectional, x: Float[Tensor, "B T D"], lengths: Int[Tensor, " B"]) -> Float[Tensor, "B F"]:
    """Each direction where it has read everything: `ahead` at the last step, `back` at the first. This is right."""
    forward, backward = both_outputs(layer, x, lengths)
    rows = torch.arange(len(x), device=x.device)
    ends = forward[rows, lengths - 1], backward[rows, 0]  # (bidirectional.5)
    return layer.joined(ends[0][:, None], ends[1][:, None])[:, 0]  # (B, F)


def own_last_step(layer: Bidirectional, x: Float[Tensor, "B T D"], lengths: Int[Tensor, " B"]) -> Float[Tensor, "B F"]:
    """Both directions at the last step: there `back` has read one word. This is wrong."""
    forward, backward = both_outputs(layer, x, lengths)
    rows = torch.arange(len(x), device=x.device)
    return layer.joined(forward, backward)[rows, lengths - 1]


def last_column(layer: Bidirectional, x: Float[Tensor, "B T D"], lengths: Int[Tensor, " B"]) -> Float[Tensor, "B F"]:
    """`out[:, -1]` as if there were no padding: `back` begins in the padding, and has read one step. Wrong twice."""
    forward, backward = both_outputs(layer, x, torch.full_like(lengths, x.shape[1]))
    return layer.joined(forward, backward)[:, -1]


# --8<-- [end:read_both]


def both_outputs(
    layer: Bidirectional, x: Float[Tensor, "B T D"], lengths: Int[Tensor, " B"]
) -> tuple[Float[Tensor, "B T H"], Float[Tensor, "B T H"]]:
    """Outputs of both directions, in the order of the sequence; no masks, so the padding holds meaningless numbers."""
    forward, _ = layer.ahead(x)
    backward, _ = layer.back(reverse(x, lengths))
    return forward, reverse(backward, lengths)
