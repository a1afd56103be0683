r"""advanced-02, solved.

How could you have found it? Ask which numbers of the *training* data depend on readings behind the cut. You can
measure it: make the last reading of the series larger than all others, make the data again, and compare. In the stub
every number moves but the zeros. None should.

The first fault is the scale. Its least and largest reading were taken from the whole series, so every training
input tells a little about how high the series will rise. It is one line that looks harmless, and libraries make it
easy. Measure on `series[:train]`.

Mend that, and do the experiment again with the first reading behind the cut. Most numbers stay now, but some of
those in the last training windows move. Windows were made first and cut afterwards, by the number of their *first*
reading. A window takes up `lookback + horizon` readings, so the last windows before the cut reach behind it, and
their targets are test readings. The model is trained on what it will be asked. So cut in time first, and make the
windows of each part by themselves. A few windows are lost at the seam. That is the price.

The tempting cure for the scale is to give the test part one of its own. Then a test reading of 0.7 means something
else than a training reading of 0.7, and at the time of a forecast the largest reading of the future is not known
anyway. Scaled test readings may lie outside of 0 to 1. That is no mistake: the future may be higher than the past,
and the model should see that.

Such a leak does not lower the test score. It can make it too good, and that shows only when the model meets
tomorrow.
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
