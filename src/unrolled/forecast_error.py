"""How far forecasts are from what came: MAE, RMSE, MASE, the pinball loss, and what share an interval holds."""

import math

import torch
from jaxtyping import Float
from torch import Tensor

LEVELS = (0.05, 0.5, 0.95)  # the quantiles that are forecast: a median, and a 90 % interval around it


# --8<-- [start:errors]
def mae(forecast: Float[Tensor, "*S"], truth: Float[Tensor, "*S"]) -> float:
    """Mean absolute error."""
    # (forecasting.5)
    return (forecast - truth).abs().mean().item()


def rmse(forecast: Float[Tensor, "*S"], truth: Float[Tensor, "*S"]) -> float:
    """Root of the mean squared error."""
    # (forecasting.6)
    return (forecast - truth).square().mean().sqrt().item()


def naive_scale(train: Float[Tensor, " T"], season: int = 1) -> float:
    """Mean absolute change of the training part over one season; pairs with a missing value (NaN) do not count.

    Raises:
        ValueError: the training part is shorter than a season, or repeats itself without any error.
    """
    change = (train[season:] - train[:-season]).abs()
    scale = change[~torch.isnan(change)].mean().item()
    if not scale > 0:
        raise ValueError(f"no scale: {len(train)} steps of training and a season of {season} steps give {scale}")
    return scale


def mase(forecast: Float[Tensor, "*S"], truth: Float[Tensor, "*S"], scale: float) -> float:
    """Mean absolute scaled error (Hyndman & Koehler, 2006): 1 is as far off as the naive forecast was in training."""
    # (forecasting.7)
    return mae(forecast, truth) / scale


# --8<-- [end:errors]


# --8<-- [start:pinball]
def pinball(forecast: Float[Tensor, "B K Q"], truth: Float[Tensor, "B K"], levels: Float[Tensor, " Q"]) -> Tensor:
    """The loss whose minimum is the quantile of a level (Koenker & Bassett, 1978), averaged over everything.

    Args:
        forecast: for each step ahead, one number a level.
        truth: what came.
        levels: between 0 and 1.
    """
    error = truth[..., None] - forecast
    # (forecasting.8) too low costs `level`, too high costs 1 - `level`
    return torch.maximum(levels * error, (levels - 1) * error).mean()


# --8<-- [end:pinball]


# --8<-- [start:conformal]
def margin(low: Float[Tensor, "N K"], high: Float[Tensor, "N K"], truth: Float[Tensor, "N K"], share: float) -> Tensor:
    """How much to widen intervals, for each step ahead, so that they would have held `share` of these truths.

    Split-conformal, as Romano, Patterson & Candès (2019) do it for quantiles. Take truths that the model did not learn
    from. A negative margin narrows. With too few truths for so high a share, the margin is that of the worst.

    Returns: `(K,)`
    """
    outside = torch.maximum(low - truth, truth - high)
    # (forecasting.9) the k-th smallest of N
    k = min(math.ceil((len(truth) + 1) * share), len(truth))
    return outside.kthvalue(k, dim=0).values


def coverage(low: Float[Tensor, "N K"], high: Float[Tensor, "N K"], truth: Float[Tensor, "N K"]) -> float:
    """Share of the truths that lie within their interval."""
    # (forecasting.10)
    return ((low <= truth) & (truth <= high)).float().mean().item()


# --8<-- [end:conformal]


# --8<-- [start:binomial]
def binomial_error(share: float, cases: int) -> float:
    """Standard error of a share that was counted in so many independent cases."""
    # (forecasting.11)
    return math.sqrt(share * (1 - share) / cases)


# --8<-- [end:binomial]
