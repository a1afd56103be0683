"""What do greedy decoding, sampling and beams of several widths write, how good is it, and how fast?"""

from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import torch

from unrolled.experiments import decoding_repetition, decoding_telegrams
from unrolled.experiments.decoding_repetition import TextConfig
from unrolled.experiments.decoding_report import figures, summarise
from unrolled.experiments.decoding_speed import beams, characters
from unrolled.experiments.decoding_telegrams import TelegramConfig, all_ways, judged, task, tested
from unrolled.experiments.kept import kept
from unrolled.measure import Outcome
from unrolled.training import FitConfig

QUESTION = "What do greedy decoding, sampling and beams of several widths write, how good is it, and how fast?"
TIMED = ("speed.*", "*.seconds")  # keys of what measures the machine: `confirm` does not compare them
SEVERAL = ("*.gain*",)  # keys of what takes more than one seed


@dataclass(frozen=True)
class Config:
    """All parts. `splits` and `train` make the telegrams fewer."""

    telegrams: TelegramConfig = field(default_factory=TelegramConfig)
    splits: dict[str, int] | None = None
    train: int = 1_000_000
    text: TextConfig = field(default_factory=TextConfig)
    sizes: tuple[int, ...] = (128, 256, 512)  # hidden units of the models whose characters are timed
    steps: int = 1000
    rounds: int = 5
    batch: int = 32
    width: int = 5


QUICK = Config(
    TelegramConfig(words=150, embedding=24, hidden=32, tested=60, widths=(1, 5), fit=FitConfig(epochs=1, warmup=5)),
    {"valid": 100, "test": 200},
    1_000,
    TextConfig(hidden=32, train=60_000, valid=5_000, rows=4, length=80, fit=FitConfig(epochs=1, warmup=5)),
    (64,),
    200,
    1,
    8,
)


def one_seed(config: Config, seed: int, progress: bool) -> dict[str, Any]:
    """Everything once: telegrams, texts, times."""
    say = print if progress else lambda *_, **__: None
    data = task(config.telegrams, config.splits, config.train)
    model, seconds = decoding_telegrams.trained(config.telegrams, data, seed)
    say(f"seed {seed}: trained on telegrams in {seconds:.0f} s", flush=True)
    batch, rows = tested(config.telegrams, data)
    found = judged(model, batch, rows, data.words, all_ways(model, batch, config.telegrams, seed))
    found |= {"seconds": seconds, "sizes": {split: len(part) for split, part in data.rows.items()}}
    say(f"seed {seed}: decoded telegrams", flush=True)
    text = decoding_repetition.one_text(config.text, seed)
    say(f"seed {seed}: wrote texts", flush=True)
    few, _ = tested(replace(config.telegrams, tested=config.batch), data)
    speed = {str(size): characters(size, seed, config.steps, config.rounds) for size in config.sizes}
    pair = beams(model, few, config.width, config.telegrams.rules, config.rounds)
    return {"telegrams": found, "text": text, "speed": speed, "beams": pair}


def run(
    seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True
) -> Outcome:
    """All parts with every seed. `runs` keeps what is done, `workers` changes nothing: times are measured alone."""
    del workers
    torch.set_num_threads(1)
    config = QUICK if quick else Config()
    results = []
    for seed in seeds:
        file = runs and runs / f"decoding-{seed}{'-quick' if quick else ''}.json"
        results.append(kept(file, asdict(config), lambda seed=seed: one_seed(config, seed, progress)))
    return Outcome(summarise(results), figures(results), asdict(config))
