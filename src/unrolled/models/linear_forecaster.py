"""Forecasting without a network: one linear map from the past to the future (Zeng et al., 2023)."""

import torch
from jaxtyping import Float
from torch import Tensor, nn


# --8<-- [start:dlinear]
class DLinear(nn.Module):
    """Split the window into a moving average and the rest, and map each linearly to all steps ahead.

    Args:
        lookback: L, steps in the window.
        horizon: K, steps ahead.
        outputs: Q, numbers for each step ahead, such as three quantiles.
        kernel: steps of the moving average, odd.
    """

    def __init__(self, lookback: int, horizon: int, outputs: int, kernel: int = 25) -> None:
        super().__init__()
        self.shape, self.kernel = (horizon, outputs), kernel
        self.trend = nn.Linear(lookback, horizon * outputs)
        self.rest = nn.Linear(lookback, horizon * outputs)

    def forward(self, x: Float[Tensor, "B L"]) -> Float[Tensor, "B K Q"]:
        """Forecasts of every step ahead, from a window without gaps."""
        trend = moving_average(x, self.kernel)
        # (forecasting.3)
        return (self.trend(trend) + self.rest(x - trend)).unflatten(1, self.shape)


def moving_average(x: Float[Tensor, "B L"], kernel: int) -> Float[Tensor, "B L"]:
    """Mean over `kernel` steps around each one; at both ends the first and the last value are repeated."""
    half = kernel // 2
    ends = (x[:, :1].expand(-1, half), x, x[:, -1:].expand(-1, half))
    return torch.cat(ends, 1).unfold(1, kernel, 1).mean(-1)


# --8<-- [end:dlinear]
