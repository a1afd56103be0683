"""The forecasts that cost nothing: the last value, and the value of one season ago."""

from jaxtyping import Float
from torch import Tensor


# --8<-- [start:naive]
def naive(x: Float[Tensor, "B L"], horizon: int, season: int = 1) -> Float[Tensor, "B {horizon}"]:
    """Repeat the last season that is known; with a season of one step, the last value.

    Raises:
        ValueError: the window is shorter than a season.
    """
    if x.shape[1] < season:
        raise ValueError(f"a window of {x.shape[1]} steps does not hold a season of {season}")
    # (forecasting.2)
    return x[:, -season:].repeat(1, -(-horizon // season))[:, :horizon]


# --8<-- [end:naive]
