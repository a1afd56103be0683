"""LSTM, GRU and plain network on three tasks of the book: what each needs, and what each reaches."""

from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import torch

from unrolled.baselines import counts_accuracy
from unrolled.data.adding import GUESS_MSE
from unrolled.experiments.gate_races import CHRONO, EQUAL, WIDE, choose, difference, race_values, width
from unrolled.experiments.layer_costs import memory_values, speed_values
from unrolled.experiments.sentence_run import sentence_data, sentence_run
from unrolled.experiments.until_solved import Budget
from unrolled.measure import Outcome, keyed
from unrolled.review_task import ReviewData

QUESTION = "LSTM, GRU or plain network: which learns more, sooner, with less time and memory?"
TIMED = ("*.seconds", "speed.*")  # keys of what measures the machine: `confirm` does not compare them
SEVERAL = ("*.less_lstm",)  # keys of what takes more than one seed


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """Learning rates to choose from with the tuning seed, on held-out data; sizes; budgets."""

    race_rates: tuple[float, ...] = (3e-3, 1e-2)
    sentence_rates: tuple[float, ...] = (1e-3, 3e-3, 1e-2)
    tuning_seed: int = 100  # no run that counts uses it
    hidden: int = 32  # of the LSTM on adding and parity
    sentence_hidden: int = 64  # of the LSTM on sentences, and the size of the embedding
    epochs: int = 4
    repetitions: int = 5
    costly_seeds: int = 3  # for costs, and for adding over twice the length
    adding: Budget = field(default_factory=Budget)
    parity: Budget = field(default_factory=lambda: Budget("parity", 50, updates=600, check_every=25))


# --8<-- [end:config]


def sentence_rate(data: ReviewData, name: str, config: Config) -> float:
    """The learning rate with the lowest loss on the valid split, with the tuning seed."""
    H = config.sentence_hidden
    trial = {
        rate: sentence_run(data, name.lower(), H, H, rate, config.epochs, config.tuning_seed)
        for rate in config.sentence_rates
    }
    return min(trial, key=lambda rate: trial[rate]["valid_loss"])


def sentence_values(config: Config, seeds: list[int]) -> tuple[dict, dict]:
    """The film sentences: values, and what the figures need."""
    data, H = sentence_data(), config.sentence_hidden
    rates = {name: sentence_rate(data, name, config) for name in EQUAL}
    counted = counts_accuracy(1, data.reviews["train"], data.reviews["test"])
    values = keyed("sentences.words.accuracy", "word counts, film sentences: test accuracy", [counted], "%", 1)
    runs: dict[str, list] = {}
    for name in EQUAL + WIDE:
        kind, hidden = name.split()[0], width(name, H, H)
        rate = rates[kind]  # a wide model takes that of its kind
        found = [sentence_run(data, kind.lower(), H, hidden, rate, config.epochs, seed) for seed in seeds]
        key, at = f"sentences.{name.replace(' ', '_')}", f"{name}, film sentences, H = {hidden}"
        right = [100 * f["test_accuracy"] for f in found]
        runs[name] = found
        values |= keyed(f"{key}.accuracy", f"{at}: test accuracy", right, "%", 1)
        values |= keyed(f"{key}.seconds", f"{at}: processor time", [f["seconds"] for f in found], "s", 1)
        values |= keyed(f"{key}.rate", f"{at}: learning rate chosen", [rate], "", 3)
        if name != "LSTM":
            lstm = [100 * f["test_accuracy"] for f in runs["LSTM"]]
            values |= difference(f"{key}.accuracy.less_lstm", f"{at}: test accuracy, less the LSTM's", right, lstm, 1)
    return values, runs


def shortened(config: Config) -> Config:
    """A first look: everything runs, and nothing is learnt."""
    adding, parity = replace(config.adding, steps=20, updates=50), replace(config.parity, steps=10, updates=25)
    return replace(
        config, race_rates=(1e-2,), sentence_rates=(3e-3,), epochs=1, repetitions=1, adding=adding, parity=parity
    )


def run(
    seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True
) -> Outcome:
    """Costs first, then the three tasks, one run after the other. `workers`, `runs`, `progress` change nothing."""
    del workers, runs, progress
    torch.set_num_threads(1)
    config = shortened(Config()) if quick else Config()
    few, H, seed = seeds[: config.costly_seeds], config.hidden, config.tuning_seed
    values = memory_values(few) | speed_values(few, config.repetitions)
    body: dict[str, dict] = {}
    added = choose((*EQUAL, "GRU wide", *CHRONO), config.adding, H, config.race_rates, seed)
    counted = choose(EQUAL + WIDE, config.parity, H, config.race_rates, seed)
    again = {name: rate for name, rate in added.items() if name in ("LSTM", "GRU", *CHRONO)}
    twice = replace(config.adding, steps=2 * config.adding.steps)
    for task, budget, rates, which in (
        ("adding", config.adding, added, seeds),
        ("parity", config.parity, counted, seeds),
        ("twice", twice, again, few),  # with the learning rates of the shorter task
    ):
        found, body[task] = race_values(task, budget, H, which, rates)
        values |= found
    found, body["sentences"] = sentence_values(config, seeds)
    values |= found | keyed("guess.adding", "adding, always answering 1: mean squared error", [GUESS_MSE], "", 4)
    return Outcome(values, body, {"lstm_vs_gru": asdict(config)})
