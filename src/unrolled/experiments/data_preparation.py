"""What a leaky preparation of the data claims, and what is true: shuffled windows, scales that know the future."""

from dataclasses import asdict
from pathlib import Path

import torch

from unrolled.experiments import leaky_scale, leaky_split
from unrolled.experiments.leaky_scale import ScaleConfig
from unrolled.experiments.leaky_split import SplitConfig
from unrolled.measure import Outcome

QUESTION = "What does a model claim if its data were split at random or scaled by the future, and what is true?"


def run(
    seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True
) -> Outcome:
    """Both leaks. `workers`, `runs` and `progress` change nothing: a seed takes about a minute."""
    del workers, runs, progress
    torch.set_num_threads(1)
    by_split = SplitConfig(stride=6, epochs=3) if quick else SplitConfig()
    by_scale = ScaleConfig(tickers=("AAPL",), epochs=5) if quick else ScaleConfig()
    values, split = leaky_split.report(by_split, seeds)
    scale_values, scale = leaky_scale.report(by_scale, seeds)
    config = {"split": asdict(by_split), "scale": asdict(by_scale)}
    return Outcome(values | scale_values, {"split": split, "scale": scale}, config)
