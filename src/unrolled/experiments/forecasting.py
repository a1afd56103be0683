"""Do recurrent networks forecast better than forecasts that cost nothing?"""

import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from unrolled.data.windows import Windows
from unrolled.experiments.forecasting_report import details, score, summarise
from unrolled.experiments.kept import kept
from unrolled.forecast_error import LEVELS, pinball
from unrolled.forecast_task import Task, make
from unrolled.measure import Outcome, peak_memory
from unrolled.models.forecaster import Forecaster, FromLast
from unrolled.models.linear_forecaster import DLinear
from unrolled.naive_forecast import naive
from unrolled.training import FitConfig, fit

QUESTION = "Do recurrent networks forecast better than forecasts that cost nothing?"
MODELS = ("dlinear", "dlinear_last", "gru", "gru_last")


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """One network on one task, trained anew for each horizon. `lookback` and `horizons` count steps."""

    task: str
    model: str
    horizons: tuple[int, ...] = (1, 24, 96)
    lookback: int = 96
    hidden: int = 32
    batch: int = 128
    days: int | None = None
    fit: FitConfig = field(
        default_factory=lambda: FitConfig(epochs=5, learning_rate=3e-3, weight_decay=0.01, warmup=50, patience=3)
    )


# --8<-- [end:config]
TASKS = {"sea": (1, 24, 96), "ett": (1, 24, 96), "stocks": (1, 24, 96)}
QUICK = {"sea": (1, 24)}


def build(config: Config, horizon: int, known: Windows) -> nn.Module:
    """A forecaster of three quantiles, its weights drawn with the configuration's seed."""
    torch.manual_seed(config.fit.seed)
    kind, _, last = config.model.partition("_")
    if kind == "dlinear":
        model = DLinear(config.lookback, horizon, len(LEVELS))
    else:
        model = Forecaster(horizon, len(LEVELS), config.hidden, kind, backend="torch")
    return FromLast(model, known) if last else model


# --8<-- [start:train]
def train(model: nn.Module, known: Windows, valid: Windows, config: Config) -> list[dict[str, float]]:
    """Fit the three quantiles by the pinball loss; the epoch with the least loss on `valid` is kept."""
    levels = torch.tensor(LEVELS)

    def batches(shuffle: torch.Generator) -> list[tuple[Tensor, Tensor]]:
        order = torch.randperm(len(known.x), generator=shuffle)
        return [(known.x[rows], known.y[rows]) for rows in order.split(config.batch)]

    def loss_of(model: nn.Module, batch: tuple[Tensor, Tensor]) -> Tensor:
        return pinball(model(batch[0]), batch[1], levels)

    def evaluate(model: nn.Module) -> dict[str, float]:
        return {"loss": pinball(model(valid.x), valid.y, levels).item()}

    return fit(model, batches, loss_of, evaluate, config.fit, len(known.x) // config.batch).epochs


# --8<-- [end:train]


def one_run(config: Config) -> dict[str, Any]:
    """Train and test one network for each horizon: its errors, intervals, seconds and memory."""
    torch.set_num_threads(1)
    task = make(config.task, config.days)
    found: dict[str, Any] = {"horizons": {}}
    for horizon in config.horizons:
        known, valid, test = (task.windows(s, config.lookback, horizon) for s in ("train", "valid", "test"))
        began = time.process_time()
        model = build(config, horizon, known)
        epochs = train(model, known, valid, config)
        seconds = time.process_time() - began
        with torch.no_grad():
            forecasts = model(valid.x), model(test.x)
        result = score(task, valid, test, *forecasts)
        result |= details(task, horizon, test, forecasts[1], result) if config.model == "gru_last" else {}
        result |= {"seconds": seconds, "parameters": sum(p.numel() for p in model.parameters()), "epochs": epochs}
        found["horizons"][str(horizon)] = result
    return found | {"peak_mib": peak_memory()}


def free(task: Task, horizons: tuple[int, ...], lookback: int, season: int) -> dict[str, Any]:
    """The naive forecast of one season on the same origins, with the same kind of interval around it."""
    found = {}
    for horizon in horizons:
        valid, test = (task.windows(s, lookback, horizon) for s in ("valid", "test"))
        forecasts = (naive(w.x, horizon, season)[..., None].expand(-1, -1, 3) for w in (valid, test))
        found[str(horizon)] = score(task, valid, test, *forecasts)
    return {"horizons": found}


def resumed(config: Config, runs: Path | None) -> dict[str, Any]:
    """`one_run`, unless a file in `runs` already holds the outcome of this very configuration."""
    file = runs and runs / f"forecasting-{config.task}-{config.model}-{config.fit.seed}.json"
    return kept(file, asdict(config), lambda: one_run(config))


def run(seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True):
    """Every network with every seed on every task, each in a process of its own, beside the free forecasts."""
    tasks, models = (QUICK, ("dlinear_last", "gru_last")) if quick else (TASKS, MODELS)
    base = {name: Config(name, models[0], horizons) for name, horizons in tasks.items()}
    if quick:
        base = {name: replace(c, days=60, fit=replace(c.fit, epochs=4)) for name, c in base.items()}
    jobs = [
        replace(config, model=model, fit=replace(config.fit, seed=seed))
        for config in base.values()
        for model in models
        for seed in seeds
    ]
    found: dict[str, dict[str, list]] = {}
    for name, config in base.items():
        task = make(name, config.days)
        found[name] = {"naive": [free(task, config.horizons, config.lookback, 1)]}
        if task.season > 1:
            found[name]["seasonal"] = [free(task, config.horizons, config.lookback, task.season)]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        waiting = [(job, pool.submit(resumed, job, runs)) for job in jobs]
        for job, future in waiting:
            found[job.task].setdefault(job.model, []).append(future.result())
            if progress:
                print(job.task, job.model, job.fit.seed, flush=True)
    values, body = summarise(found)
    return Outcome(values, body, {name: asdict(config) for name, config in base.items()})
