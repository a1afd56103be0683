"""Checks advanced-02 window by window."""

import torch
from torch import Tensor

from unrolled.exercises.checks import Case, Check, Draw


def expected(series: Tensor, train: int, lookback: int, horizon: int) -> dict[str, Tensor]:
    seen = series[:train].tolist()
    found: dict[str, list] = {"x_train": [], "y_train": [], "x_test": [], "y_test": []}
    for begin in range(len(series) - lookback - horizon + 1):
        end = begin + lookback + horizon
        part = "train" if end <= train else "test" if begin >= train else ""
        if part:
            window = [(number - min(seen)) / (max(seen) - min(seen)) for number in series[begin:end].tolist()]
            found[f"x_{part}"].append(window[:lookback])
            found[f"y_{part}"].append(window[lookback:])
    return {name: torch.tensor(rows, dtype=torch.float64) for name, rows in found.items()}


def rising(name: str, N: int, train: int, lookback: int, horizon: int) -> Case:
    return Case(name, (torch.arange(N, dtype=torch.float64), train, lookback, horizon))


CASES = (
    rising("a series 0, 1, 2, ..., 7, cut after 4, windows of 1 + 1", 8, 4, 1, 1),
    rising("the same, windows of 2 + 1", 8, 4, 2, 1),
    rising("ten readings, cut after 6, windows of 2 + 2", 10, 6, 2, 2),
    Case("forty random readings", (Draw(1)(40).cumsum(0), 25, 5, 3)),
)
CHECKS = (Check("prepare", CASES, expected),)
