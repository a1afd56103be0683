"""How long a silence, a sum or a parity can a recurrent network span, and which inputs does its answer depend on?"""

import math
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import mean

import torch

from unrolled.cells.forget_bias import chrono_biases
from unrolled.connectivity import connectivity, share_at
from unrolled.layers.torch_layers import initialise_gates, make_layer
from unrolled.measure import Outcome, key_of, keyed
from unrolled.memory_tasks import TASKS, MemoryTask
from unrolled.models.last_steps import LastSteps
from unrolled.update import update

QUESTION = "How long a silence, a sum or a parity can a recurrent network span, within one budget of updates?"
TIMED = ("*.seconds",)  # keys of what measures the machine: `confirm` does not compare them
SEVERAL = ("*.longest",)  # keys of what takes more than one seed


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """`updates` of Adam at most, batches of `batch` fresh sequences. Plain networks get `slow` as learning rate."""

    hidden: int = 64
    updates: int = 1000
    batch: int = 32
    fast: float = 1e-2  # learning rate of gated cells
    slow: float = 1e-3  # learning rate of plain ones
    beta2: float = 0.99
    clip: float = 1.0
    check_every: int = 50
    test: int = 500  # fresh sequences at each check
    solved: float = 0.05  # share of the guess's loss below which a task counts as solved, and training stops


CELLS = ("RNN", "orthogonal RNN", "GRU", "LSTM", "chrono LSTM")
LENGTHS = {
    "copy": (5, 10, 20, 40),
    "adding": (10, 20, 40, 80),
    "parity at the end": (2, 4, 8),
    "parity at each step": (8, 16, 32),
}
SHOWN = ("copy", 20)  # the task whose connectivity is kept, for each cell
# --8<-- [end:config]


def build(cell: str, task: MemoryTask, steps: int, config: Config) -> LastSteps:
    """A cell of CELLS with its initialisation, and a read-out for the task."""
    kind = cell.split()[-1].lower()
    layer = make_layer(kind, task.inputs, config.hidden, "torch")
    if cell != "RNN":
        initialise_gates(layer)  # orthogonal U, biases 0, forget bias 1
    if cell == "chrono LSTM":
        with torch.no_grad():
            layer.module.bias_ih_l0.copy_(chrono_biases(config.hidden, max(steps, 3)))
    return LastSteps(layer, config.hidden, task.outputs)


def learn(cell: str, name: str, length: int, config: Config, seed: int) -> dict:
    """Train until the task is solved or the updates are spent. Returns what came of it."""
    torch.set_num_threads(1)
    task = TASKS[name]
    torch.manual_seed(seed)
    stream = torch.Generator().manual_seed(seed)
    test_x, test_y = task.draw(config.test, length, torch.Generator().manual_seed(10_000 + seed))
    model = build(cell, task, test_x.shape[1], config)
    rate = config.slow if cell.endswith("RNN") else config.fast
    optimizer = torch.optim.Adam(model.parameters(), rate, betas=(0.9, config.beta2), fused=True)
    began, found = time.process_time(), {}
    for count in range(1, config.updates + 1):
        x, y = task.draw(config.batch, length, stream)
        loss = task.loss(model(x, y.shape[1]), y)
        update(model, loss, optimizer, config.clip)
        if count % config.check_every == 0:
            found = {"updates": count, **check(model, task, test_x, test_y)}
            if found["left"] < config.solved:
                break
    found["seconds"] = time.process_time() - began
    if (name, length) == SHOWN:
        found["connectivity"] = look(model, length, seed)
    return found


@torch.no_grad()
def check(model: LastSteps, task: MemoryTask, x: torch.Tensor, y: torch.Tensor) -> dict[str, float]:
    """Loss as a share of the guess's loss, and share of right answers."""
    given = model(x, y.shape[1])
    return {"left": task.loss(given, y).item() / task.guess, "right": task.correct(given, y)}


def look(model: LastSteps, length: int, seed: int) -> list[list[float]]:
    """Connectivity of the answers of the shown task to its inputs, over 50 fresh sequences."""
    x, y = TASKS[SHOWN[0]].draw(50, length, torch.Generator().manual_seed(20_000 + seed))
    return [[round(v, 6) for v in row] for row in connectivity(lambda x: model(x, y.shape[1]), x).tolist()]


def run(
    seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True
) -> Outcome:
    """Every cell on every task and length, with every seed, `workers` of them side by side. `runs` is not used."""
    del runs
    config = Config(updates=100) if quick else Config()
    values: dict[str, dict] = {}
    body: dict[str, dict] = {"learning": {name: {} for name in LENGTHS}, "connectivity": {}}
    plan = [(name, n, cell) for name, ns in LENGTHS.items() for n in (ns[:2] if quick else ns) for cell in CELLS]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        jobs = [[pool.submit(learn, cell, name, n, config, seed) for seed in seeds] for name, n, cell in plan]
        for (name, length, cell), waiting in zip(plan, jobs, strict=True):
            found = [job.result() for job in waiting]
            if (name, length) == SHOWN:
                body["connectivity"][cell] = [f.pop("connectivity") for f in found]
            body["learning"][name].setdefault(cell, []).append(found)
            values |= entries(cell, name, length, found, config)
            if progress:
                print(name, length, cell, *(f"{f['left']:.3f} {f['updates']}" for f in found), flush=True)
    return Outcome(values | summary(body, config.solved), body, {"memory": asdict(config), "lengths": LENGTHS})


def entries(cell: str, name: str, length: int, found: list[dict], config: Config) -> dict[str, dict]:
    """Recorded values of one cell on one task of one length."""
    key = f"{key_of(name)}.{key_of(cell)}.{length}"
    numbers = {
        "left": ("share of the guess's loss that is left", [f["left"] for f in found], "", 2),
        "right": ("right answers", [100 * f["right"] for f in found], "%", 0),
        "updates": ("updates until solved, or all", [float(f["updates"]) for f in found], "", 0),
        "solved": ("seeds that solve it", [100.0 * (f["left"] < config.solved) for f in found], "%", 0),
    }
    values: dict[str, dict] = {}
    for what, (label, data, unit, digits) in numbers.items():
        values |= keyed(f"{key}.{what}", f"{name} {length}, {cell}: {label}", data, unit, digits)
    return values


def summary(body: dict, limit: float) -> dict[str, dict]:
    """The guesses, how far each cell gets, the connectivity on the symbols asked for, and the time it took."""
    values: dict[str, dict] = {}
    for name in LENGTHS:
        values |= keyed(f"{key_of(name)}.guess", f"{name}: loss of a guess", [TASKS[name].guess], "", 4)
        for cell, found in body["learning"][name].items():
            label = f"{name}, {cell}: longest length that every seed solves, 0 for none"
            held = [n for n, runs in zip(LENGTHS[name], found, strict=False) if all(r["left"] < limit for r in runs)]
            values |= keyed(f"{key_of(name)}.{key_of(cell)}.longest", label, [float(max(held, default=0))], "", 0)
    for cell, seeds in body["connectivity"].items():
        shares = [100 * share_at(torch.tensor(rows), [[k] for k in range(len(rows))]) for rows in seeds]
        label = f"copy {SHOWN[1]}, {cell}: connectivity on the symbol asked for"
        values |= keyed(f"copy.{key_of(cell)}.share", label, shares, "%", 0)
    runs = [f for tasks in body["learning"].values() for lengths in tasks.values() for found in lengths for f in found]
    spent = math.fsum(f["seconds"] for f in runs) / 60
    values |= keyed("minutes", "all training, processor time", [spent], "min", 1)
    return values | keyed("run_seconds", "one training, processor time", [mean(f["seconds"] for f in runs)], "s", 1)
