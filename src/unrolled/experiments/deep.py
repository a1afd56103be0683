"""Do two, three or four layers do better than one, and what do shortcuts change?"""

import time
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path

import torch
from torch import nn

from unrolled.baselines import counts_accuracy
from unrolled.data import sentences
from unrolled.data.prefix_parity import prefix_parity
from unrolled.experiments.fresh import Fresh, learn
from unrolled.layers.stack import Stack
from unrolled.layers.stack_size import equal_width, lstm_parameters
from unrolled.layers.torch_layers import TorchLSTM, initialise_gates
from unrolled.measure import Outcome, keyed, peak_memory
from unrolled.models.reader import Reader, at_end
from unrolled.review_task import ReviewData, accuracy, train
from unrolled.training import FitConfig

QUESTION = "Do two, three or four LSTM layers do better than one, and what do shortcuts change?"
TIMED = ("*.seconds",)  # keys of what measures the machine: `confirm` does not compare them


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """Stacks of LSTM layers on two tasks: film sentences, and repeated prefix parity. Every sequence is short."""

    film_hidden: int = 64  # D too, so that every layer has a shortcut
    film_seeds: int = 3  # the first of the seeds; the other task takes them all
    vocabulary: int = 10_000
    dropout: float = 0.4
    word_dropout: float = 0.3
    limit: int = 60
    budget: int = 2_000
    fit: FitConfig = field(default_factory=lambda: FitConfig(epochs=6, learning_rate=4e-3, warmup=50, patience=6))
    parity_hidden: int = 32
    steps: int = 24
    times: int = 5
    fresh: Fresh = field(default_factory=lambda: Fresh(updates=1200))


DEPTHS = (1, 2, 3, 4)
# name: layers, shortcuts, all with the parameters of the deepest, dropout between layers
VARIANTS = {
    **{f"plain_{L}": (L, False, False, 0.0) for L in DEPTHS},
    **{f"residual_{L}": (L, True, False, 0.0) for L in DEPTHS[1:]},
    **{f"equal_{L}": (L, False, True, 0.0) for L in DEPTHS[:-1]},
    "between_4": (4, False, False, 0.3),
}
# --8<-- [end:config]


# --8<-- [start:build]
def build(variant: str, D: int) -> tuple[Stack, int]:
    """The stack of a variant, with D numbers coming in, and the size of its states."""
    layers, residual, equal, dropout = VARIANTS[variant]
    H = equal_width(lstm_parameters(D, D, DEPTHS[-1]), D, layers) if equal else D
    stack = Stack(
        [TorchLSTM(D if layer == 0 else H, H) for layer in range(layers)], partial(nn.Dropout, dropout), residual
    )
    for layer in stack.layers:
        initialise_gates(layer)
    return stack, H


# --8<-- [end:build]


def film(variant: str, config: Config, data: ReviewData, seed: int) -> dict:
    """Train on film sentences: test accuracy of the best epoch, processor time, parameters of the stack."""
    torch.manual_seed(seed)
    D = config.film_hidden
    stack, H = build(variant, D)
    model = Reader(len(data.vocabulary), D, stack, at_end, H, config.dropout, config.word_dropout)
    busy = time.process_time()
    history = train(model, data, replace(config.fit, seed=seed), config.budget)
    seconds = time.process_time() - busy
    model.eval()
    score = 100 * accuracy(model, data, "test", config.budget)
    return {"accuracy": score, "seconds": seconds, "parameters": size(stack), "hidden": H, "epochs": history.epochs}


def parity(variant: str, config: Config, seed: int) -> dict:
    """Train on repeated prefix parity until it is solved."""
    torch.manual_seed(seed)
    D = config.parity_hidden
    stack, H = build(variant, D)
    model = nn.Sequential(nn.Embedding(2, D), stack, Outputs(), nn.Linear(H, 2))

    def draw(batch: int, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
        return prefix_parity(batch, config.steps, config.times, generator)

    return learn(model, draw, config.fresh, seed) | {"parameters": size(stack), "hidden": H}


class Outputs(nn.Module):
    """Of a layer's outputs and states, the outputs."""

    def forward(self, result: tuple) -> torch.Tensor:
        return result[0]


def size(module: nn.Module) -> int:
    """Number of parameters."""
    return sum(p.numel() for p in module.parameters())


def run(
    seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True
) -> Outcome:
    """Every variant on both tasks, one after the other. `workers`, `runs` and `progress` change nothing."""
    del workers, runs, progress
    torch.set_num_threads(1)
    config = Config(fit=FitConfig(epochs=1), fresh=Fresh(updates=100)) if quick else Config()
    data = ReviewData({name: sentences.load(name) for name in sentences.SPLITS}, config.vocabulary, config.limit)
    films = {v: [film(v, config, data, seed) for seed in seeds[: config.film_seeds]] for v in VARIANTS}
    parities = {v: [parity(v, config, seed) for seed in seeds] for v in VARIANTS if v != "between_4"}
    counted = counts_accuracy(1, data.reviews["train"], data.reviews["test"])
    values = keyed("film.counts.accuracy", "film: counts of words, logistic regression: test accuracy", [counted], "%")
    for variant in VARIANTS:
        found = numbers("film", films[variant]) | (numbers("parity", parities[variant]) if variant in parities else {})
        for name, (label, measured, unit, digits) in found.items():
            task, what = name.split(".")
            label = f"{variant.replace('_', ', layers ')}: {label}"
            values |= keyed(f"{task}.{variant}.{what}", label, measured, unit, digits)
    values |= keyed("peak_mib", "largest memory of the process", [peak_memory()], "MiB", 0)
    return Outcome(values, {"film": films, "parity": parities}, {"deep": asdict(config)})


def numbers(task: str, found: list[dict]) -> dict[str, tuple[str, list, str, int]]:
    """Label, data, unit and digits of what was measured on a task."""
    sizes = {
        f"{task}.parameters": (f"{task}: parameters of the stack", [found[0]["parameters"]], "", 0),
        f"{task}.hidden": (f"{task}: size of a state", [found[0]["hidden"]], "", 0),
        f"{task}.seconds": (f"{task}: processor time of training", [f["seconds"] for f in found], "s", 1),
    }
    if task == "film":
        return sizes | {"film.accuracy": ("film: test accuracy", [f["accuracy"] for f in found], "%", 1)}
    last = [100 * f["accuracies"][-1] for f in found]
    return sizes | {
        "parity.accuracy": ("parity: accuracy at the end", last, "%", 1),
        "parity.solved": ("parity: seeds that solve it", [100.0 * (a >= 99) for a in last], "%", 0),
        "parity.updates": ("parity: updates used", [float(f["updates"]) for f in found], "", 0),
    }
