"""Wrong answers to advanced-02, and what is said about each."""

from unrolled.exercises.checks import mistaken


def scaled(series, by, spread=None):
    least, largest = by.min(), by.max()
    return (series - least) / (largest - least)


def cut(windows, lookback, name):
    return {f"x_{name}": windows[:, :lookback], f"y_{name}": windows[:, lookback:]}


def parts(series, train, lookback, horizon):
    """Cut in time, then windows of each part."""
    rows = {"train": series[:train], "test": series[train:]}
    found = {}
    for name, part in rows.items():
        found |= cut(part.unfold(0, lookback + horizon, 1), lookback, name)
    return found


@mistaken(
    "This answers as the stub does. Change the last reading of the series: which numbers of the training data move?"
)
def as_it_was(series, train, lookback, horizon):
    windows = scaled(series, series).unfold(0, lookback + horizon, 1)
    return cut(windows[:train], lookback, "train") | cut(windows[train:], lookback, "test")


@mistaken("One fault is mended. But the scale still knows the future: measure it on series[:train] alone.")
def scale_of_all(series, train, lookback, horizon):
    return parts(scaled(series, series), train, lookback, horizon)


@mistaken("One fault is mended. But windows are still made first: the last training windows reach behind the cut.")
def windows_first(series, train, lookback, horizon):
    windows = scaled(series, series[:train]).unfold(0, lookback + horizon, 1)
    return cut(windows[:train], lookback, "train") | cut(windows[train:], lookback, "test")


@mistaken("The test part has a scale of its own. It must be seen with the eyes of the training part.")
def scale_of_its_own(series, train, lookback, horizon):
    first, second = scaled(series[:train], series[:train]), scaled(series[train:], series[train:])
    found = parts(first, train, lookback, horizon)
    return found | cut(second.unfold(0, lookback + horizon, 1), lookback, "test")


@mistaken("Nothing is scaled.")
def unscaled(series, train, lookback, horizon):
    return parts(series, train, lookback, horizon)


@mistaken("This scales by mean and standard deviation. Asked is (data-preparation.1), by least and largest reading.")
def standardised(series, train, lookback, horizon):
    seen = series[:train]
    return parts((series - seen.mean()) / seen.std(unbiased=False), train, lookback, horizon)


@mistaken("The targets are not scaled, the inputs are.")
def targets_unscaled(series, train, lookback, horizon):
    plain = parts(series, train, lookback, horizon)
    found = parts(scaled(series, series[:train]), train, lookback, horizon)
    return found | {name: plain[name] for name in ("y_train", "y_test")}


@mistaken("The first test windows reach back into the training part. They are to lie wholly behind the cut.")
def test_reaches_back(series, train, lookback, horizon):
    values = scaled(series, series[:train])
    behind = values[train - lookback :].unfold(0, lookback + horizon, 1)
    return parts(values, train, lookback, horizon) | cut(behind, lookback, "test")


@mistaken("The last window of each part is missing: n readings give n - lookback - horizon + 1 of them.")
def last_window_lost(series, train, lookback, horizon):
    return {name: x[:-1] for name, x in parts(scaled(series, series[:train]), train, lookback, horizon).items()}


@mistaken("Test readings are held between 0 and 1. The future may be higher than the past: leave it outside.")
def held_inside(series, train, lookback, horizon):
    return {name: x.clamp(0, 1) for name, x in parts(scaled(series, series[:train]), train, lookback, horizon).items()}
