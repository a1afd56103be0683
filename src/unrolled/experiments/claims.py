"""Two claims that no other experiment of the book tests: reverse the source, and begin at random."""

import time
from dataclasses import asdict, replace
from pathlib import Path
from statistics import mean

import torch

from unrolled.experiments.bugs import read_data
from unrolled.experiments.bugs_run import Config
from unrolled.experiments.claims_reverse import ReverseConfig, translate
from unrolled.experiments.claims_start import STARTS, measure, train
from unrolled.measure import Outcome, keyed

QUESTION = "Does it help to read the source backwards, and where should a hidden state begin?"
ORDERS = {"forwards": False, "backwards": True}


def run(
    seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True
) -> Outcome:
    """Both orders of reading and all three starts, with every seed. `workers` and `runs` change nothing."""
    del workers, runs
    torch.set_num_threads(1)
    config, words = ReverseConfig(), Config()
    if quick:
        config, words = replace(config, updates=200), replace(words, epochs=2, train_sentences=2_000)
    began = time.process_time()
    orders: dict[str, list[dict]] = {name: [] for name in ORDERS}
    starts: dict[str, list[dict]] = {name: [] for name in STARTS}
    data = read_data(words)
    for seed in seeds:
        for name, reverse in ORDERS.items():
            orders[name].append(translate(reverse, config, seed))
        for name in STARTS:
            starts[name].append(measure(train(name, data, words, seed), data, words.batch))
        if progress:
            print(f"seed {seed}: {[orders[n][-1]['symbols'] for n in ORDERS]} {[starts[n][-1] for n in STARTS]}")
    values: dict = {}
    for name, rows in orders.items():
        for what, label in (("symbols", "right symbols"), ("whole", "targets without a mistake")):
            values |= keyed(f"{name}.{what}", f"source read {name}: {label}", [row[what] for row in rows], "%", 1)
    for name, rows in starts.items():
        values |= keyed(f"start.{name}", f"state begins: {name}: test accuracy", [r["accuracy"] for r in rows], "%", 1)
        label = f"state begins: {name}: verdicts that change on a second reading"
        values |= keyed(f"start.{name}.changed", label, [r["changed"] for r in rows], "%", 1)
    values |= keyed("guess", "guessing a symbol", [100 / config.symbols], "%", 1)
    values |= keyed("seconds", "processor time of the experiment", [time.process_time() - began], "s", 0)
    places = {n: [mean(p) for p in zip(*(row["places"] for row in rows), strict=True)] for n, rows in orders.items()}
    return Outcome(values, {"places": places}, {"reverse": asdict(config), "start": asdict(words)})
