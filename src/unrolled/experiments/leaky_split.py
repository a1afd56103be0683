"""Sea temperature, its windows shuffled or cut at one moment: what each split claims, and what is true."""

from dataclasses import dataclass

import torch
from torch import Tensor

from unrolled.data import sea_temperature
from unrolled.data.splits import shuffled
from unrolled.data.windows import Scaler, Windows, windows
from unrolled.experiments.forecast_fit import GRUForecast, nearest
from unrolled.measure import keyed

SPLITS = ("shuffled", "time")
MODELS = ("gru", "nearest")


# --8<-- [start:config]
@dataclass(frozen=True)
class SplitConfig:
    """One small GRU for both splits. Nothing was tuned.

    Args:
        lookback: half hours that a forecaster reads.
        horizons: half hours that it looks ahead: a week.
        share: of the past, for training; the rest is held out.
        stride: every how many windows one is used.
    """

    lookback: int = 48
    horizons: tuple[int, ...] = (336,)
    share: float = 0.8
    stride: int = 1
    hidden: int = 32
    epochs: int = 10
    learning_rate: float = 3e-3
    batch: int = 256


# --8<-- [end:config]


def series() -> tuple[Tensor, int]:
    """The whole series, scaled by its training split, and the step at which the test split begins."""
    parts = [torch.tensor([row.value for row in sea_temperature.load(name)]) for name in ("train", "valid", "test")]
    past = len(parts[0]) + len(parts[1])
    return Scaler.fit(parts[0]).apply(torch.cat(parts)), past


def take(w: Windows, chosen: Tensor | slice) -> Windows:
    """Some of the windows."""
    return Windows(*(part[chosen] for part in w))


# --8<-- [start:split]
def split(
    values: Tensor, past: int, lookback: int, horizon: int, share: float, seed: int
) -> dict[str, tuple[Windows, Windows]]:
    """Training and held-out windows of the past, by both rules. Nothing after step `past` is in any of them."""
    every = windows(values, 0, past, lookback, horizon)
    train, held = shuffled(len(every.origins), share, torch.Generator().manual_seed(seed))
    cut = round(share * past)
    return {
        "shuffled": (take(every, train), take(every, held)),
        "time": (windows(values, 0, cut, lookback, horizon), windows(values, cut, past, lookback, horizon)),
    }


# --8<-- [end:split]


# --8<-- [start:relative]
def relative_error(forecast: Tensor, w: Windows) -> float:
    """Mean absolute error at the end of the horizon, as a share of the error of "it stays as it is"."""
    truth, last = w.y[:, -1], w.x[:, -1]
    # (data-preparation.5)
    return ((forecast - truth).abs().mean() / (last - truth).abs().mean()).item()


# --8<-- [end:relative]


def one_seed(config: SplitConfig, horizon: int, seed: int) -> dict[tuple[str, str], dict[str, float]]:
    """Both models under both rules: the error that the held-out windows claim, and the error after the past."""
    values, past = series()
    later = windows(values, past, len(values), config.lookback, horizon)
    found = {}
    for rule, (train, held) in split(values, past, config.lookback, horizon, config.share, seed).items():
        train, held = (take(w, slice(None, None, config.stride)) for w in (train, held))
        gru = GRUForecast(config.hidden, config.epochs, config.learning_rate, config.batch, seed).fit(train, held)
        for model, forecast in (("gru", gru), ("nearest", nearest(train))):
            claimed, true = (relative_error(forecast(w.x), w) for w in (held, later))
            found[rule, model] = {"claimed": claimed, "true": true}
    return found


def report(config: SplitConfig, seeds: list[int]) -> tuple[dict, dict]:
    """Every horizon with every seed."""
    values: dict[str, dict] = {}
    body: dict[str, dict] = {}
    for horizon in config.horizons:
        runs = [one_seed(config, horizon, seed) for seed in seeds]
        for rule in SPLITS:
            for model in MODELS:
                key, at = f"split.{horizon}.{rule}.{model}", f"{horizon} steps ahead, split {rule}, {model}"
                body[key] = {what: [run[rule, model][what] for run in runs] for what in ("claimed", "true")}
                for what, data in body[key].items():
                    label = f"{at}: {what} error, naive = 100 %"
                    values |= keyed(f"{key}.{what}", label, [100 * v for v in data], "%", 0)
    return values, body
