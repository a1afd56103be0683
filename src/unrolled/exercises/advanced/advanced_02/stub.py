"""advanced-02: a forecast that has seen tomorrow. This function runs, and is wrong."""

from torch import Tensor


def prepare(series: Tensor, train: int, lookback: int, horizon: int) -> dict[str, Tensor]:
    """Scaled windows for training and test: x (M, lookback) and y (M, horizon) of each."""
    scaled = (series - series.min()) / (series.max() - series.min())
    windows = scaled.unfold(0, lookback + horizon, 1)
    x, y = windows[:, :lookback], windows[:, lookback:]
    return {"x_train": x[:train], "y_train": y[:train], "x_test": x[train:], "y_test": y[train:]}
