"""Windows of a series for a forecaster: gaps filled from the past, scaled by the past, cut at every origin."""

from typing import NamedTuple

import torch
from jaxtyping import Float, Int
from torch import Tensor


# --8<-- [start:fill]
def fill_forward(series: Float[Tensor, " T"]) -> Float[Tensor, " T"]:
    """Put the last value that was read in place of each missing one (NaN). Looks back only, never ahead.

    Raises:
        ValueError: the first value is missing, so nothing can be carried forward.
    """
    known = ~torch.isnan(series)
    if not known[0]:
        raise ValueError("the series begins with a missing value: cut it off, there is nothing to carry forward")
    steps = torch.arange(len(series), device=series.device)
    return series[torch.where(known, steps, 0).cummax(0).values]


# --8<-- [end:fill]


# --8<-- [start:scaler]
class Scaler(NamedTuple):
    """Mean and standard deviation of the training part, and of nothing else."""

    mean: float
    scale: float

    @classmethod
    def fit(cls, train: Float[Tensor, " T"]) -> "Scaler":
        """Measure the training part; missing values (NaN) are left out.

        Raises:
            ValueError: there is nothing to measure, or it never changes.
        """
        known = train[~torch.isnan(train)]
        if len(known) < 2 or known.std() == 0:
            raise ValueError(f"cannot scale by {len(known)} values with no spread: check the training part")
        # (forecasting.1) both numbers come from the training part
        return cls(known.mean().item(), known.std(unbiased=False).item())

    def apply(self, values: Tensor) -> Tensor:
        """From degrees, dollars or grams to numbers of ordinary size; any shape."""
        return (values - self.mean) / self.scale

    def invert(self, values: Tensor) -> Tensor:
        """Back again; any shape."""
        return values * self.scale + self.mean


# --8<-- [end:scaler]


# --8<-- [start:windows]
class Windows(NamedTuple):
    """The L = lookback values known at each origin, the K = horizon that came after it, and the origins' steps."""

    x: Float[Tensor, "N L"]
    y: Float[Tensor, "N K"]
    origins: Int[Tensor, " N"]


def windows(series: Float[Tensor, " T"], begin: int, end: int, lookback: int, horizon: int, stride: int = 1) -> Windows:
    """A window for every origin whose targets all lie in `begin` ... `end - 1`.

    An origin is the last step that is known. The `lookback` steps up to it may lie before `begin`: they are the past,
    whichever split they belong to. Gaps in them are filled forward. A window with a gap among its targets is left out.

    Args:
        series: the whole series, NaN where a value is missing.
        stride: distance of one origin to the next.
    Raises:
        ValueError: no window fits, each has a gap among its targets, or the series begins with a missing value.
    """
    first = max(begin - 1, lookback - 1)
    origins = torch.arange(first, max(first, end - horizon), stride)
    if len(origins) == 0:
        raise ValueError(f"no window of {lookback} + {horizon} steps has its targets in {begin} ... {end - 1}")
    x = fill_forward(series)[origins[:, None] + torch.arange(1 - lookback, 1)]
    y = series[origins[:, None] + torch.arange(1, horizon + 1)]
    whole = ~torch.isnan(y).any(1)
    if not whole.any():
        raise ValueError(
            f"each of the {len(whole)} windows in {begin} ... {end - 1} has a missing value among its {horizon} "
            "targets: take a shorter horizon, or other steps"
        )
    return Windows(x[whole], y[whole], origins[whole])


# --8<-- [end:windows]


def join(parts: list[Windows]) -> Windows:
    """Windows of several series below one another; no window holds steps of two series."""
    return Windows(*(torch.cat(columns) for columns in zip(*parts, strict=True)))
