"""What does a second direction bring, how should the two be joined, and what does the wrong read-out cost?"""

import time
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import torch
from torch import Tensor

from unrolled.baselines import counts_accuracy
from unrolled.data import sentences
from unrolled.data.only_one import best_one_way, only_one
from unrolled.experiments.directions import VARIANTS, Symbols, build
from unrolled.experiments.fresh import Fresh, learn
from unrolled.measure import Outcome, keyed, peak_memory
from unrolled.models.reader import Reader
from unrolled.review_task import ReviewData, accuracy, train
from unrolled.training import FitConfig

QUESTION = "What does a second direction bring, how should the two be joined, and what does the wrong read-out cost?"
TIMED = ("*.seconds",)  # keys of what measures the machine: `confirm` does not compare them


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """LSTMs on film sentences, on the task `only_one` (a label at each step) and on naming the first symbol."""

    hidden: int = 64  # D too
    film_seeds: int = 3  # the first of the seeds; the made-up tasks take them all
    vocabulary: int = 10_000
    dropout: float = 0.4
    word_dropout: float = 0.3
    limit: int = 60
    budget: int = 2_000
    fit: FitConfig = field(default_factory=lambda: FitConfig(epochs=6, learning_rate=4e-3, warmup=50, patience=6))
    small: int = 32  # D and H of the two made-up tasks
    symbols: int = 16
    steps: int = 20
    far: int = 100  # steps of the sequences whose first symbol is asked for
    only: Fresh = field(default_factory=lambda: Fresh(updates=1500, solved=1.0))
    first: Fresh = field(default_factory=lambda: Fresh(updates=400, check_every=20))


EACH_STEP = ("one", "back", "wide", "concat", "narrow", "sum", "mean")  # on `only_one` nothing is read out at the end
FIRST = ("one", "concat", "wrong")
# --8<-- [end:config]


def film(variant: str, config: Config, data: ReviewData, seed: int) -> dict:
    """Train on film sentences: test accuracy of the best epoch, processor time, parameters of the layer."""
    torch.manual_seed(seed)
    layer, read, F = build(variant, config.hidden)
    model = Reader(len(data.vocabulary), config.hidden, layer, read, F, config.dropout, config.word_dropout)
    busy = time.process_time()
    history = train(model, data, replace(config.fit, seed=seed), config.budget)
    seconds = time.process_time() - busy
    model.eval()
    score = 100 * accuracy(model, data, "test", config.budget)
    size = sum(p.numel() for p in layer.parameters())
    return {"accuracy": score, "seconds": seconds, "parameters": size, "epochs": history.epochs}


def made_up(variant: str, config: Config, seed: int, at_each_step: bool) -> dict:
    """Train on `only_one`, or on naming the first symbol of a long sequence."""
    torch.manual_seed(seed)

    def only(batch: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
        return only_one(batch, config.steps, config.symbols, generator)

    def first(batch: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
        x = torch.randint(0, config.symbols, (batch, config.far), generator=generator)
        return x, x[:, 0]

    if at_each_step:
        return learn(Symbols(variant, config.symbols, config.small, 2, True), only, config.only, seed)
    return learn(Symbols(variant, config.symbols, config.small, config.symbols, False), first, config.first, seed)


def run(
    seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True
) -> Outcome:
    """Every variant on every task that tells it apart, one after the other. The other arguments change nothing."""
    del workers, runs, progress
    torch.set_num_threads(1)
    config = Config(fit=FitConfig(epochs=1), only=Fresh(updates=100), first=Fresh(updates=100)) if quick else Config()
    data = ReviewData({name: sentences.load(name) for name in sentences.SPLITS}, config.vocabulary, config.limit)
    body = {
        "film": {v: [film(v, config, data, seed) for seed in seeds[: config.film_seeds]] for v in VARIANTS},
        "only": {v: [made_up(v, config, seed, True) for seed in seeds] for v in EACH_STEP},
        "first": {v: [made_up(v, config, seed, False) for seed in seeds] for v in FIRST},
    }
    values = {}
    for task, variants in body.items():
        for variant, found in variants.items():
            for name, (label, measured, unit, digits) in numbers(task, found).items():
                values |= keyed(f"{task}.{variant}.{name}", f"{task}, {variant}: {label}", measured, unit, digits)
    counted = counts_accuracy(1, data.reviews["train"], data.reviews["test"])
    guesses = {
        "film.counts.accuracy": ("film: counts of words, logistic regression: test accuracy", counted),
        "only.limit": ("only: the best that one direction can do", 100 * best_one_way(config.steps, config.symbols)),
        "only.guess": ("only: always the commoner answer", 100 - 100 * alone(config)),
        "first.guess": ("first: guessing", 100 / config.symbols),
    }
    for key, (label, score) in guesses.items():
        values |= keyed(key, label, [score], "%", 1)
    values |= keyed("peak_mib", "largest memory of the process", [peak_memory()], "MiB", 0)
    return Outcome(values, body, {"bidirectional": asdict(config)})


def numbers(task: str, found: list[dict]) -> dict[str, tuple[str, list, str, int]]:
    """Label, data, unit and digits of what was measured on a task."""
    seconds = {"seconds": ("processor time of training", [f["seconds"] for f in found], "s", 1)}
    if task == "film":
        return seconds | {
            "accuracy": ("test accuracy", [f["accuracy"] for f in found], "%", 1),
            "parameters": ("parameters of the layer", [found[0]["parameters"]], "", 0),
        }
    return seconds | {
        "accuracy": ("accuracy at the end", [100 * f["accuracies"][-1] for f in found], "%", 1),
        "updates": ("updates used", [float(f["updates"]) for f in found], "", 0),
    }


def alone(config: Config) -> float:
    """The chance that a symbol is the only one of its kind."""
    return (1 - 1 / config.symbols) ** (config.steps - 1)
