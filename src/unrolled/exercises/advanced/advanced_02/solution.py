r"""advanced-02, solved.

First fault: the scale was measured on all readings, so every training input told how high the series would rise
later. Second fault: windows were made first and cut afterwards, so the last training windows had targets in the
test part. Cut in time, measure on the training part, and make windows of each part by itself. Scaled test readings
may now lie outside of 0 to 1. That is no mistake: the future may be higher than the past.
"""

# --8<-- [start:code]
from torch import Tensor


def prepare(series: Tensor, train: int, lookback: int, horizon: int) -> dict[str, Tensor]:
    """Scaled windows for training and test: x (M, lookback) and y (M, horizon) of each."""
    least, largest = series[:train].min(), series[:train].max()
    scaled = (series - least) / (largest - least)
    found = {}
    for name, part in (("train", scaled[:train]), ("test", scaled[train:])):
        windows = part.unfold(0, lookback + horizon, 1)
        found |= {f"x_{name}": windows[:, :lookback], f"y_{name}": windows[:, lookback:]}
    return found


# --8<-- [end:code]
