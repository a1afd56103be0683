"""Does the error of a GRU's forecast find events in a series, and better than simple rules?"""

import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from tqdm import tqdm

from unrolled.alarms import (
    average_precision,
    cases,
    difference,
    forecast_error,
    from_median,
    precision_recall,
    threshold,
)
from unrolled.data import glucose
from unrolled.data.injected import LENGTHS, inject, restarts
from unrolled.data.windows import Scaler, Windows, windows
from unrolled.forecast_error import pinball
from unrolled.measure import Outcome, peak_memory, value
from unrolled.models.forecaster import Forecaster, FromLast
from unrolled.models.linear_forecaster import DLinear
from unrolled.training import FitConfig, fit

QUESTION = "Does the error of a GRU's forecast find events in a series, and better than simple rules?"
DETECTORS = ("gru", "linear", "difference", "seasonal", "median")


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """One run. Sizes are in mg/dl; `rate` is the share of calm hours that may raise an alarm."""

    lookback: int = 36
    hidden: int = 16
    batch: int = 256
    stride: int = 2
    each: int = 10
    sizes: dict[str, float] = field(default_factory=lambda: {"spike": 40.0, "shift": 40.0})
    least_break: int = 2
    rate: float = 0.01
    fit: FitConfig = field(
        default_factory=lambda: FitConfig(epochs=6, learning_rate=5e-3, weight_decay=0.01, warmup=50, patience=3)
    )


# --8<-- [end:config]


def read() -> tuple[Tensor, Scaler, dict[str, int]]:
    """The whole series, scaled by its training part, and the step at which each split ends."""
    parts = [torch.tensor([r.value for r in glucose.load(name)]) for name in glucose.CUTS]
    scaler = Scaler.fit(parts[0])
    ends = torch.tensor([len(part) for part in parts]).cumsum(0).tolist()
    return scaler.apply(torch.cat(parts)), scaler, dict(zip(glucose.CUTS, ends, strict=True))


def train(model: nn.Module, known: Windows, valid: Windows, config: Config) -> None:
    """Fit the one-step median; the epoch with the least loss on `valid` is kept."""
    half = torch.tensor([0.5])

    def batches(shuffle: torch.Generator) -> list[tuple[Tensor, Tensor]]:
        order = torch.randperm(len(known.x), generator=shuffle)
        return [(known.x[rows], known.y[rows]) for rows in order.split(config.batch)]

    def loss_of(model: nn.Module, batch: tuple[Tensor, Tensor]) -> Tensor:
        return pinball(model(batch[0]), batch[1], half)

    def evaluate(model: nn.Module) -> dict[str, float]:
        return {"loss": pinball(model(valid.x), valid.y, half).item()}

    fit(model, batches, loss_of, evaluate, config.fit, len(known.x) // config.batch)


def detectors(series: Tensor, ends: dict[str, int], config: Config) -> tuple[dict[str, Any], dict[str, float]]:
    """Functions from a series to the scores of its steps, and the seconds that each was trained."""
    known = windows(series, 0, ends["train"], config.lookback, 1, config.stride)
    valid = windows(series, ends["train"], ends["valid"], config.lookback, 1)
    torch.manual_seed(config.fit.seed)
    makers = {"gru": lambda: Forecaster(1, 1, config.hidden, "gru", "torch"), "linear": lambda: DLinear(36, 1, 1)}
    found, seconds = {}, {}
    for name, make in makers.items():
        began = time.process_time()
        model = FromLast(make(), known)
        train(model, known, valid, config)
        seconds[name] = time.process_time() - began
        found[name] = lambda s, model=model: forecast_error(model, s, config.lookback)
    spread = usual_step(series, ends)
    return found | {
        "difference": lambda s: difference(s, spread),
        "seasonal": lambda s: difference(s, spread, 288),
        "median": lambda s: from_median(s, 12),
    }, seconds


def usual_step(series: Tensor, ends: dict[str, int]) -> float:
    """Standard deviation of the differences from one reading to the next in the training part."""
    changes = series[: ends["train"]].diff()
    return changes[~torch.isnan(changes)].std().item()


def judge(score: Any, series: Tensor, changed: Tensor, events: list, ends: dict[str, int], config: Config):
    """Average precision on injected and on real events, and what an alarm at the threshold finds."""
    begin, end = ends["valid"], ends["test"]
    real = restarts(series, begin, config.least_break)
    calm = cases(score(series), ends["train"], begin, [], restarts(series, ends["train"], config.least_break))
    limit = threshold(calm.scores, config.rate)
    injected = cases(score(changed), begin, end, events, real)
    natural = cases(score(series), begin, end, real)
    precision, recall = precision_recall(injected.scores, injected.labels)
    alarm = injected.scores > limit
    hits = {
        kind: 100 * alarm[[i for i, k in enumerate(injected.kinds) if k == kind]].float().mean().item()
        for kind in LENGTHS
    }
    right = (alarm & injected.labels).sum().item()
    ordinary = natural.scores[~natural.labels]
    return {
        "ap": 100 * average_precision(injected.scores, injected.labels),
        "ap_real": 100 * average_precision(natural.scores, natural.labels),
        "chance": 100 * injected.labels.float().mean().item(),
        "chance_real": 100 * natural.labels.float().mean().item(),
        "precision": 100 * right / max(int(alarm.sum()), 1),
        "recall": 100 * right / len(events),
        "recall_real": 100 * (natural.scores > limit)[natural.labels].float().mean().item(),
        "false_a_day": (ordinary > limit).sum().item() / (len(ordinary) / 24),
        "hits": hits,
        "limit": limit,
        "curve": [[round(100 * v, 2) for v in axis.tolist()] for axis in (precision, recall)],
    }


def one_run(config: Config) -> dict[str, Any]:
    """Train the forecasters with one seed, inject events with the same seed, and judge every detector."""
    torch.set_num_threads(1)
    series, scaler, ends = read()
    sizes = {kind: size / scaler.scale for kind, size in config.sizes.items()}
    changed, events = inject(series, ends["valid"] + 300, config.each, sizes, config.fit.seed)
    found, seconds = detectors(series, ends, config)
    judged = {name: judge(score, series, changed, events, ends, config) for name, score in found.items()}
    judged["gru"]["examples"] = examples(found["gru"], changed, events, scaler)
    for name, row in judged.items():  # two scores are counted in usual steps, the others in the scaler's unit
        step = usual_step(series, ends) if name in ("difference", "seasonal") else 1.0
        row["limit_mg"] = row["limit"] * step * scaler.scale
    judged["gru"]["odd"] = odd(found["gru"](series), series, ends["valid"], scaler, config)
    for name in seconds:
        judged[name]["seconds"] = seconds[name]
    return {"judged": judged, "peak_mib": peak_memory(), "events": len(events)}


def examples(score: Any, changed: Tensor, events: list, scaler: Scaler) -> list[dict[str, Any]]:
    """The first event of each kind with what is around it: values and errors, in mg/dl."""
    shown, errors = [], score(changed) * scaler.scale
    for kind in LENGTHS:
        event = next(e for e in events if e.kind == kind)
        place = slice(event.start - 36, event.start + event.length + 36)
        values = scaler.invert(changed[place]).tolist()
        row = {"kind": kind, "length": event.length, "values": values, "errors": errors[place].tolist()}
        shown.append({k: [round(v, 1) for v in x] if isinstance(x, list) else x for k, x in row.items()})
    return shown


def odd(scores: Tensor, series: Tensor, begin: int, scaler: Scaler, config: Config) -> list[dict[str, Any]]:
    """The five ordinary hours of the untouched test part with the largest errors: what was read around each."""
    hours = cases(scores, begin, len(series), [], restarts(series, begin, config.least_break))
    shown = []
    for i in hours.scores.topk(5).indices.tolist():
        hour = slice(hours.steps[i], hours.steps[i] + 12)
        step = hours.steps[i] + int((scores[hour] == hours.scores[i]).nonzero()[0])
        values = [None if v != v else round(v) for v in scaler.invert(series[step - 3 : step + 4]).tolist()]
        shown.append({"step": step - begin, "error": round(scores[step].item() * scaler.scale, 1), "values": values})
    return shown


def run(seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True):
    """All detectors with every seed, each seed in a process of its own. Quick: shorter training."""
    del runs  # a seed takes some ten seconds: nothing worth going on from
    base = Config()
    if quick:
        base = replace(base, stride=8, fit=replace(base.fit, epochs=3))
    jobs = [replace(base, fit=replace(base.fit, seed=seed)) for seed in seeds]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        found = list(tqdm(pool.map(one_run, jobs), total=len(jobs), disable=None if progress else True))
    return Outcome(summarise(found), body(found), {"anomaly": asdict(base)})


def summarise(found: list[dict[str, Any]]) -> dict[str, Any]:
    """Values for the page."""
    values: dict[str, Any] = {}

    def put(key: str, label: str, data: list[float], unit: str, digits: int) -> None:
        values.update({key + end: entry for end, entry in value(label, data, unit, digits).items()})

    for name in DETECTORS:
        rows = [seed["judged"][name] for seed in found]
        for key in ("ap", "ap_real", "chance", "chance_real", "precision", "recall", "recall_real"):
            put(f"{name}.{key}", f"{name}: {key}", [row[key] for row in rows], "%", 1)
        put(f"{name}.false_a_day", f"{name}: false alarms a day", [row["false_a_day"] for row in rows], "", 2)
        for kind in LENGTHS:
            key = kind.replace(" ", "_")
            put(f"{name}.found.{key}", f"{name}: {kind} found", [row["hits"][kind] for row in rows], "%", 0)
        put(f"{name}.limit", f"{name}: threshold", [row["limit_mg"] for row in rows], "mg/dl", 0)
        if "seconds" in rows[0]:
            put(f"{name}.seconds", f"{name}: processor time of training", [row["seconds"] for row in rows], "s", 1)
    put("peak_mib", "memory of a run with all detectors", [seed["peak_mib"] for seed in found], "MiB", 0)
    return values


def body(found: list[dict[str, Any]]) -> dict[str, Any]:
    """What the figures draw."""
    curves = {name: [seed["judged"][name]["curve"] for seed in found] for name in DETECTORS}
    first = found[0]["judged"]["gru"]
    return {"curves": curves, "examples": first["examples"], "odd": first["odd"]}
