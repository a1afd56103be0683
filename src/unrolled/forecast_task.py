"""Three forecasting tasks in one form: scaled series, their splits, a season and a unit."""

from dataclasses import dataclass

import torch
from torch import Tensor

from unrolled.data import ett, sea_temperature, stocks
from unrolled.data.windows import Scaler, Windows, join, windows

SPLITS = ("train", "valid", "test")


@dataclass(frozen=True)
class Task:
    """What is to be forecast.

    Args:
        name: as `make` knows it.
        series: scaled values, NaN where one is missing; several where the task has several series.
        ends: for each series, how many of its steps end the training, the validation and the test part.
        scaler: fitted on the training parts.
        season: steps after which a pattern may return; 1 for none.
        unit: of the values before they were scaled.
        names: of the series.
    """

    name: str
    series: list[Tensor]
    ends: list[tuple[int, int, int]]
    scaler: Scaler
    season: int
    unit: str
    names: tuple[str, ...]

    def windows(self, split: str, lookback: int, horizon: int, stride: int = 1) -> Windows:
        """All windows of one split: every origin whose targets lie in it."""
        place = SPLITS.index(split)
        begins = [(0, *ends)[place] for ends in self.ends]
        parts = zip(self.series, begins, self.ends, strict=True)
        return join([windows(s, begin, ends[place], lookback, horizon, stride) for s, begin, ends in parts])

    def train_parts(self) -> list[Tensor]:
        """The training part of each series."""
        return [s[: ends[0]] for s, ends in zip(self.series, self.ends, strict=True)]


# --8<-- [start:make]
def make(name: str, days: int | None = None) -> Task:
    """A task by name: "sea" (half hours), "ett" (hours, downloaded) or "stocks" (days).

    Args:
        days: keep only so many days at the end of the training part of the sea; for a quick look.
    Raises:
        ValueError: no such task.
    """
    if name == "sea":
        rows = {split: [r.value for r in sea_temperature.load(split)] for split in SPLITS}
        rows["train"] = rows["train"][-48 * days :] if days else rows["train"]
        return _task(name, {"sea": rows}, 48, "°C")
    if name == "ett":
        rows = {split: [hour.oil for hour in ett.load(split)] for split in SPLITS}
        return _task(name, {"oil": rows}, 24, "°C")
    if name == "stocks":
        closes = {split: stocks.load(split) for split in SPLITS}
        logs = {
            ticker: {s: torch.tensor([c.price for c in closes[s] if c.ticker == ticker]).log() for s in SPLITS}
            for ticker in stocks.TICKERS
        }
        return _task(name, logs, 1, "log of the price")
    raise ValueError(f"no task {name!r}: choose one of sea, ett, stocks")


def _task(name: str, parts: dict[str, dict[str, list[float] | Tensor]], season: int, unit: str) -> Task:
    tensors = [{split: torch.as_tensor(rows[split]) for split in SPLITS} for rows in parts.values()]
    scaler = Scaler.fit(torch.cat([rows["train"] for rows in tensors]))
    series = [scaler.apply(torch.cat([rows[split] for split in SPLITS])) for rows in tensors]
    ends = [(len(r["train"]), len(r["train"]) + len(r["valid"]), sum(len(r[s]) for s in SPLITS)) for r in tensors]
    return Task(name, series, ends, scaler, season, unit, tuple(parts))


# --8<-- [end:make]
