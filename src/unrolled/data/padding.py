"""How much of a batch is padding, and padding on the other side."""

from collections.abc import Sequence

import torch
from jaxtyping import Int
from torch import Tensor

from unrolled.data.vocabulary import PAD


# --8<-- [start:waste]
def waste(lengths: Sequence[int], batches: Sequence[Sequence[int]]) -> float:
    """Share of all cells of some padded batches that is padding.

    Args:
        lengths: length of each sequence.
        batches: lists of indices into `lengths`, one for each batch.
    Raises:
        ValueError: no batches.
    """
    cells = sum(len(batch) * max(lengths[i] for i in batch) for batch in batches)
    if cells == 0:
        raise ValueError("no batches: there is nothing to waste")
    real = sum(lengths[i] for batch in batches for i in batch)
    # (variable-length.6) what is not real, as a share of the rectangles
    return 1 - real / cells


def waste_bound(shortest: int, longest: int) -> float:
    """A share of padding that no batch exceeds whose lengths lie between two values."""
    # (variable-length.7) only the longest sequence is certain to be full, all others may be the shortest
    return 1 - shortest / longest


# --8<-- [end:waste]


def random_batches(count: int, size: int, generator: torch.Generator) -> list[list[int]]:
    """Indices 0 to `count` - 1 in random order, `size` in a batch, without a look at any length."""
    order = torch.randperm(count, generator=generator).tolist()
    return [order[start : start + size] for start in range(0, count, size)]


# --8<-- [start:left]
def pad_left(tokens: Int[Tensor, "B T"], lengths: Int[Tensor, " B"]) -> Int[Tensor, "B T"]:
    """The same sequences, with their padding before the first word instead of behind the last."""
    steps = torch.arange(tokens.shape[1], device=tokens.device)
    source = steps - (tokens.shape[1] - lengths)[:, None]  # (B, T): which step moves here; below 0 is padding
    return tokens.gather(1, source.clamp(min=0)).masked_fill(source < 0, PAD)


# --8<-- [end:left]


def widen(tokens: Int[Tensor, "B T"], steps: int) -> Int[Tensor, "B {steps}"]:
    """The same batch padded on the right to `steps` steps. Raises: ValueError, if it is longer already."""
    if tokens.shape[1] > steps:
        raise ValueError(f"a batch of {tokens.shape[1]} steps does not fit into {steps}")
    return torch.nn.functional.pad(tokens, (0, steps - tokens.shape[1]), value=PAD)
