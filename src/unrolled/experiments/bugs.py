"""What does each of the common bugs cost, in the same small classifier?"""

import time
from dataclasses import asdict, replace
from pathlib import Path
from statistics import mean

import torch

from unrolled.data import sentences
from unrolled.experiments.bugs_growth import GrowthConfig, growth
from unrolled.experiments.bugs_run import BUGS, Config, measure, train
from unrolled.measure import Outcome, key_of, keyed
from unrolled.review_task import ReviewData

QUESTION = "What does each of the common bugs cost, in the same small classifier?"


def read_data(config: Config) -> ReviewData:
    """The film sentences."""
    reviews = {split: sentences.load(split) for split in sentences.SPLITS}
    reviews["train"] = reviews["train"][: config.train_sentences]
    return ReviewData(reviews, config.vocabulary, config.limit)


def run(
    seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True
) -> Outcome:
    """Every bug with every seed, and what a missing detach does to the time of a step. `workers`, `runs`: no effect."""
    del workers, runs
    torch.set_num_threads(1)
    config = Config(epochs=2, train_sentences=2_000) if quick else Config()
    data, began = read_data(config), time.process_time()
    found: dict[str, list[dict[str, float]]] = {name: [] for name in BUGS}
    for seed in seeds:
        for name, bug in BUGS.items():
            found[name].append(measure(train(bug, data, config, seed), data, config.batch))
            if progress:
                print(f"seed {seed} {name}: {found[name][-1]}", flush=True)
    values: dict = {}
    for name, rows in found.items():
        for what, words in (("batches", f"in batches of {config.batch}"), ("alone", "one at a time")):
            key = f"{key_of(name)}.{what}"
            values |= keyed(key, f"{name}: test accuracy, {words}", [row[what] for row in rows], "%", 1)
            values |= keyed(f"{key}_loss", f"{name}: test loss, {words}", [row[f"{what}_loss"] for row in rows], "", 3)
    grown = [growth(replace(GrowthConfig(), chunks=8) if quick else GrowthConfig(), seed) for seed in seeds]
    for name in grown[0]:
        last = [rows[name][-1] / rows[name][0] for rows in grown]
        values |= keyed(f"growth.{name}", f"{name}: time of the last chunk over that of the first", last, "times", 1)
    values |= keyed("seconds", "processor time of the experiment", [time.process_time() - began], "s", 0)
    curves = {name: [mean(step) for step in zip(*(rows[name] for rows in grown), strict=True)] for name in grown[0]}
    body = {"damage": found, "growth": curves}
    return Outcome(values, body, {"classifier": asdict(config), "growth": asdict(GrowthConfig())})
