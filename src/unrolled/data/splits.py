"""Windows of one series overlap: how many there are, how much two of them share, and what shuffling does to them."""

import torch
from jaxtyping import Int
from torch import Tensor


# --8<-- [start:overlap]
def window_count(readings: int, lookback: int, horizon: int, stride: int = 1) -> int:
    """How many windows fit into a series that has no gaps.

    Raises:
        ValueError: not one fits.
    """
    if readings < lookback + horizon:
        raise ValueError(f"a window of {lookback} + {horizon} steps does not fit into {readings} readings")
    # (data-preparation.2) the first origin is step `lookback`, the last one `horizon` steps before the end
    return (readings - lookback - horizon) // stride + 1


def overlap(distance: int, steps: int) -> float:
    """The share of its `steps` that a window has in common with one that begins `distance` steps later."""
    # (data-preparation.3)
    return max(0.0, 1 - distance / steps)


def neighbour_in_training(train_share: float) -> float:
    """Chance that a held-out window has the one before it or the one behind it in training, if all are shuffled."""
    # (data-preparation.4) unless both neighbours are held out too
    return 1 - (1 - train_share) ** 2


# --8<-- [end:overlap]


# --8<-- [start:shuffled]
def shuffled(count: int, train_share: float, generator: torch.Generator) -> tuple[Int[Tensor, " A"], Int[Tensor, " C"]]:
    """Windows 0 to `count` - 1 in random order, cut in two: right for reviews, wrong for windows of one series.

    Raises:
        ValueError: one of the two parts would be empty.
    """
    cut = round(train_share * count)
    if not 0 < cut < count:
        raise ValueError(f"a share of {train_share} of {count} leaves one part empty")
    order = torch.randperm(count, generator=generator)
    return order[:cut], order[cut:]


# --8<-- [end:shuffled]
