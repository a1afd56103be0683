"""The reset gate before the product, after it, or not at all; and weights that are read in the wrong convention."""

from copy import deepcopy
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median

import torch
from torch import nn

from unrolled.cells.convert_gru import flip_update
from unrolled.cells.gru import GRUCell
from unrolled.cells.gru_open import OpenGRUCell
from unrolled.experiments.gate_races import difference
from unrolled.experiments.layer_costs import one_pass
from unrolled.experiments.sentence_run import BUDGET, build, sentence_data, train_and_test
from unrolled.experiments.until_solved import TASKS, Budget, Reader, until_solved
from unrolled.layers.recurrent import Recurrent
from unrolled.measure import Outcome, keyed
from unrolled.models.classifier import Classifier
from unrolled.review_task import ReviewData, accuracy

QUESTION = "Does it matter whether the reset gate acts before or after the product, and whether it is there at all?"
TIMED = ("*.seconds", "speed.*")  # keys of what measures the machine: `confirm` does not compare them
SEVERAL = ("*.less_after",)  # keys of what takes more than one seed


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """The same sizes and learning rates for every variant. None was tuned."""

    race_rate: float = 1e-2
    hidden: int = 32
    sentence_rate: float = 3e-3
    sentence_hidden: int = 64
    epochs: int = 4
    repetitions: int = 7
    races: tuple[Budget, ...] = field(
        default_factory=lambda: (Budget("adding", 100, updates=1000), Budget("parity", 50, updates=600, check_every=25))
    )


VARIANTS = ("after", "before", "none")  # where the reset gate stands
SIZES = {"small": (32, 50, 64, 64), "large": (32, 50, 128, 256)}  # B, T, D, H
# --8<-- [end:config]


def make(variant: str, D: int, H: int) -> Recurrent:
    """A layer with the reset gate after the product, before it, or without one."""
    return Recurrent(OpenGRUCell(D, H) if variant == "none" else GRUCell(D, H, reset=variant))


def race(variant: str, budget: Budget, config: Config, seed: int) -> dict:
    """One variant on adding or parity, until it is solved or the budget is spent."""
    torch.manual_seed(seed)
    layer = make(variant, TASKS[budget.task][3], config.hidden)
    model = Reader(layer, config.hidden, budget.task == "parity")
    return until_solved(model, budget, config.race_rate, seed)


def race_values(budget: Budget, config: Config, seeds: list[int]) -> tuple[dict, dict]:
    """Every variant with every seed on one task."""
    runs = {variant: [race(variant, budget, config, seed) for seed in seeds] for variant in VARIANTS}
    values: dict[str, dict] = {}
    for variant, found in runs.items():
        key, at = f"{budget.task}.{variant}", f"reset {variant}, {budget.task}, T = {budget.steps}"
        updates, after = ([float(f["updates"]) for f in group] for group in (found, runs["after"]))
        values |= keyed(f"{key}.solved", f"{at}: seeds that solve it", [100.0 * f["solved"] for f in found], "%", 0)
        values |= keyed(f"{key}.updates", f"{at}: updates spent", updates, "", 0)
        if variant != "after":
            values |= difference(f"{key}.updates.less_after", f"{at}: updates, less those of after", updates, after, 0)
    return values, runs


def sentences(config: Config, seeds: list[int]) -> tuple[dict, dict]:
    """Film sentences with every variant, and what a trained cell scores when its weights are misread."""
    data, H = sentence_data(), config.sentence_hidden
    runs: dict[str, list] = {variant: [] for variant in VARIANTS}
    misread: dict[str, list] = {"as_before": [], "as_replaces": [], "flipped": []}
    for seed in seeds:
        for variant in VARIANTS:
            torch.manual_seed(seed)
            model = build(data, "gru", H, H, make(variant, H, H))
            runs[variant].append(train_and_test(model, data, config.sentence_rate, config.epochs, seed))
            if variant == "after":
                for name, cell in misreadings(model.recurrent.cell).items():
                    misread[name].append(100 * score(model, cell, data))
    values: dict[str, dict] = {}
    after = [100 * f["test_accuracy"] for f in runs["after"]]
    for variant, found in runs.items():
        at, right = f"reset {variant}, film sentences", [100 * f["test_accuracy"] for f in found]
        values |= keyed(f"sentences.{variant}.accuracy", f"{at}: test accuracy", right, "%", 1)
        if variant != "after":
            key, what = f"sentences.{variant}.accuracy.less_after", "test accuracy, less that of after"
            values |= difference(key, f"{at}: {what}", right, after, 1)
    for name, right in misread.items():
        values |= keyed(f"misread.{name}", f"weights of 'after', run {name}: test accuracy", right, "%", 1)
    return values, runs


# --8<-- [start:misread]
def misreadings(cell: GRUCell) -> dict[str, GRUCell]:
    """A cell (after, keeps) with its weights in the other conventions: twice by name only, once carried over."""
    before = GRUCell(cell.input_size, cell.hidden_size, reset="before")
    with torch.no_grad():
        for name in "WUb":
            getattr(before, name).copy_(getattr(cell, name))
        before.b[2 * cell.hidden_size :] += cell.b_u
    replaces = deepcopy(cell)
    replaces.update = "replaces"
    return {"as_before": before, "as_replaces": replaces, "flipped": flip_update(cell)}


# --8<-- [end:misread]


def score(model: Classifier, cell: nn.Module, data: ReviewData) -> float:
    """Test accuracy with another cell in the place of the trained one."""
    other = deepcopy(model)
    other.recurrent.cell = cell
    return accuracy(other.eval(), data, "test", BUDGET)


def speed_values(config: Config, seeds: list[int]) -> dict[str, dict]:
    """Processor time of each variant, forward and backward, as a ratio to "after", one repetition of each in turn."""
    values: dict[str, dict] = {}
    for size, (B, T, D, H) in SIZES.items():
        ratios: dict[str, list] = {variant: [] for variant in VARIANTS}
        for seed in seeds:
            torch.manual_seed(seed)
            x, layers = torch.randn(B, T, D, requires_grad=True), {v: make(v, D, H) for v in VARIANTS}
            rounds = [{v: one_pass(layer, x) for v, layer in layers.items()} for _ in range(config.repetitions + 1)]
            for variant in VARIANTS:  # the first round warms up, and is not counted
                ratios[variant].append(median(r[variant] / r["after"] for r in rounds[1:]))
        for variant in ("before", "none"):
            what = f"reset {variant}, (B, T, D, H) = {(B, T, D, H)}: processor time a step, after = 1"
            values |= keyed(f"speed.{size}.{variant}", what, ratios[variant], "", 2)
    return values


def run(
    seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True
) -> Outcome:
    """Speed, the two races and the film sentences. `workers`, `runs` and `progress` change nothing."""
    del workers, runs, progress
    torch.set_num_threads(1)
    config = Config(epochs=1, repetitions=1, races=(Budget("parity", 10, updates=50),)) if quick else Config()
    values, body = speed_values(config, seeds), {}
    for budget in config.races:
        found, body[budget.task] = race_values(budget, config, seeds)
        values |= found
    found, body["sentences"] = sentences(config, seeds)
    return Outcome(values | found, body, {"gru": asdict(config)})
