"""Share prices, scaled by the least and largest of all years, of the training years, or read as changes."""

from dataclasses import dataclass

import torch
from torch import Tensor

from unrolled.data import stocks
from unrolled.data.min_max import MinMax
from unrolled.data.windows import Windows, windows
from unrolled.experiments.forecast_fit import GRUForecast
from unrolled.measure import keyed

SCALES = ("all", "train", "change")


@dataclass(frozen=True)
class ScaleConfig:
    """One small GRU for the three scales. Nothing was tuned. It reads `days` closes and says the next."""

    tickers: tuple[str, ...] = ("AAPL", "GOOG", "IBM", "MSFT")
    days: int = 20
    hidden: int = 32
    epochs: int = 10
    learning_rate: float = 3e-3
    batch: int = 64


def prices(ticker: str) -> tuple[Tensor, int, int]:
    """The closes of one share, and the days on which its validation and test split begin."""
    parts = [torch.tensor([r.price for r in stocks.load(s) if r.ticker == ticker]) for s in ("train", "valid", "test")]
    return torch.cat(parts), len(parts[0]), len(parts[0]) + len(parts[1])


# --8<-- [start:scales]
def scaled(price: Tensor, train: int, scale: str) -> tuple[Tensor, MinMax]:
    """The prices as the network will see them. "all" looks at prices that are not known yet: that is the leak."""
    seen = price if scale == "all" else price[:train]
    units = MinMax.fit(seen)
    return units.apply(price), units


# --8<-- [end:scales]


def mean_absolute(forecast: Tensor, w: Windows) -> float:
    """Mean absolute error one day ahead."""
    return (forecast - w.y[:, -1]).abs().mean().item()


def one_seed(config: ScaleConfig, ticker: str, scale: str, seed: int) -> dict[str, float]:
    """One share under one scaling: the error in the test years, in dollars and as a share of the naive one."""
    price, train, past = prices(ticker)
    values, units = scaled(price, train, scale)
    parts = [windows(values, a, b, config.days, 1) for a, b in ((0, train), (train, past), (past, len(values)))]
    gru = GRUForecast(config.hidden, config.epochs, config.learning_rate, config.batch, seed, anchor=scale == "change")
    forecast, test = gru.fit(parts[0], parts[1]), parts[2]
    error, naive = mean_absolute(forecast(test.x), test), mean_absolute(test.x[:, -1], test)
    outside = (test.y > values[:train].max()).float().mean().item()
    return {"dollars": error * (units.largest - units.least), "relative": error / naive, "outside": outside}


def report(config: ScaleConfig, seeds: list[int]) -> tuple[dict, dict]:
    """Every share and scaling with every seed; the recorded value of a seed is the mean over shares."""
    values: dict[str, dict] = {}
    body: dict[str, dict] = {}
    for scale in SCALES:
        runs = {t: [one_seed(config, t, scale, seed) for seed in seeds] for t in config.tickers}
        body[scale] = runs
        whole = [sum(runs[t][k]["relative"] for t in runs) / len(runs) for k in range(len(seeds))]
        values |= keyed(f"scale.{scale}.error", f"shares, scaled by {scale}: error, naive = 1", whole, "", 2)
        for t in runs:
            key, at = f"scale.{scale}.{t}", f"{t}, scaled by {scale}"
            values |= keyed(f"{key}.error", f"{at}: error, naive = 1", [r["relative"] for r in runs[t]], "", 2)
    for t, runs in body["train"].items():
        outside = [100 * r["outside"] for r in runs]
        values |= keyed(f"outside.{t}", f"{t}: test days above every training day", outside, "%", 0)
    return values, body
