"""How close do our passes come to torch.nn on a processor, and both to what the machine can do?"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import median, quantiles

import torch

from unrolled.experiments.speed_forms import (
    Size,
    difference,
    forms,
    gradients,
    in_precision,
    interleaved,
    matmul_precision,
    one_pass,
)
from unrolled.experiments.speed_ladder import rungs
from unrolled.experiments.speed_limit import GATES, least_seconds, rates
from unrolled.measure import Outcome, keyed

QUESTION = "How close do our passes come to torch.nn on a processor, and both to what the machine can do?"
TIMED = ("*",)  # keys of what measures the machine: `confirm` does not compare them


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """Sizes are (B, T, D, H); rounds are passes of each form."""

    small: tuple[int, ...] = (32, 100, 128, 256)
    large: tuple[int, ...] = (64, 256, 300, 256)
    small_rounds: int = 20
    large_rounds: int = 6
    ladder_rounds: int = 14
    limit_rounds: int = 9


# The memory allocator of Linux gives large tensors back to the system after each use, unless told to keep them.
KEEP = "glibc.malloc.mmap_threshold=4294967296:glibc.malloc.trim_threshold=8589934592"
SETTINGS = {"default": False, "keep": True}  # whether memory is kept
# --8<-- [end:config]


def measure(kind: str, size: Size, rounds: int, full: bool, seed: int) -> dict[str, list[float]]:
    """Seconds of every form of one kind. `full` adds the explicit form and the one with rounded products."""
    setup(seed)
    layers = forms(kind, size)
    x, weight = data(size)
    passes: dict[str, Callable[[], object]] = {
        name: (lambda layer=layer: one_pass(layer, x, weight))
        for name, layer in layers.items()
        if full or name != "explicit"
    }
    if full:
        passes["medium"] = in_precision("medium", passes["hand-written"])
    return interleaved(passes, rounds)


def measure_sizes(kind: str, setting: str, config: Config, seed: int) -> dict[str, dict[str, list[float]]]:
    """Both sizes, the small one first, in one process."""
    full = setting == "default"
    both = {"small": (config.small, config.small_rounds), "large": (config.large, config.large_rounds)}
    return {name: measure(kind, Size(*size), n, full, seed) for name, (size, n) in both.items()}


def setup(seed: int) -> None:
    torch.set_num_threads(1)
    torch.manual_seed(seed)


def data(size: Size) -> tuple[torch.Tensor, torch.Tensor]:
    """An input, and the gradient that comes from above."""
    return torch.randn(size[:3], requires_grad=True), torch.randn(*size[:2], size.H)


def ladder(size: Size, rounds: int, seed: int) -> dict[str, list[float]]:
    """Seconds of every rung, from the LSTM that reads best to the one that runs best."""
    setup(seed)
    layers = forms("lstm", size)
    x, weight = data(size)
    steps = rungs(layers["torch.nn"], layers["hoisted"].cell, size)
    passes = {name: (lambda layer=layer: one_pass(layer, x, weight)) for name, layer in steps.items()}
    return interleaved(passes, rounds)


def differences(kind: str, size: Size, seed: int) -> dict[str, float]:
    """Largest relative difference from `torch.nn` in float64, over the output and four gradients."""
    setup(seed)
    layers = {name: layer for name, layer in forms(kind, size).items() if name != "explicit"}
    x, weight = data(size)
    found = {name: gradients(layer, x, weight) for name, layer in layers.items()}
    with matmul_precision("medium"):
        found["medium"] = gradients(layers["hand-written"], x, weight)
    wanted = gradients(layers["torch.nn"].double(), x.detach().double().requires_grad_(), weight.double())
    return {name: difference(tensors, wanted) for name, tensors in found.items()}


def limits(sizes: dict[str, Size], rounds: int) -> dict[str, dict[str, dict[str, float]]]:
    """Rates of the products of an LSTM, as they are and rounded."""
    torch.set_num_threads(1)
    both = ("highest", "medium")
    return {name: {precision: rates(size, precision, rounds) for precision in both} for name, size in sizes.items()}


def in_fresh_process(function: Callable, *arguments, keep: bool = False):
    """Call in a new process: no earlier form has left its traces in the memory allocator."""
    with malloc(keep), ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def in_this_process(function: Callable, *arguments, keep: bool = False):
    """For a first look: no process is started, and memory is not kept."""
    del keep
    return function(*arguments)


@contextmanager
def malloc(keep: bool) -> Iterator[None]:
    """Settings of the allocator for processes that are started meanwhile."""
    before = os.environ.pop("GLIBC_TUNABLES", None)
    os.environ.update({"GLIBC_TUNABLES": KEEP} if keep else {})
    try:
        yield
    finally:
        os.environ.pop("GLIBC_TUNABLES", None)
        os.environ.update({"GLIBC_TUNABLES": before} if before else {})


def run(
    seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True
) -> Outcome:
    """Time everything, once a seed, in fresh processes. `workers`, `runs` and `progress` change nothing."""
    del workers, runs, progress
    config = Config((4, 10, 8, 16), (4, 20, 8, 16), 3, 3, 3, 1) if quick else Config()
    sizes = {"small": Size(*config.small), "large": Size(*config.large)}
    call = in_this_process if quick else in_fresh_process
    seconds: dict[str, list] = {}
    for seed in seeds:
        for kind in GATES:
            for setting, keep in SETTINGS.items():
                for name, found in call(measure_sizes, kind, setting, config, seed, keep=keep).items():
                    seconds.setdefault(f"{kind}.{name}.{setting}", []).append(found)
    steps = [call(ladder, sizes["small"], config.ladder_rounds, seed) for seed in seeds]
    speeds = [call(limits, sizes, config.limit_rounds) for _ in seeds]
    apart = {kind: [differences(kind, sizes["small"], seed) for seed in seeds] for kind in GATES}
    return Outcome(
        values_of(seconds, steps, speeds, apart, sizes),
        {"seconds": seconds, "ladder": steps, "rates": speeds, "apart": apart},
        {"speed": asdict(config)},
    )


def ratios(found: dict[str, list[float]], name: str) -> list[float]:
    """Seconds of a form over those of `torch.nn` in the same round."""
    return [a / b for a, b in zip(found[name], found["torch.nn"], strict=True)]


def values_of(seconds: dict, steps: list, speeds: list, apart: dict, sizes: dict[str, Size]) -> dict[str, dict]:
    """Every number a page may cite."""
    values: dict[str, dict] = {}

    def add(key: str, label: str, numbers: list[float], unit: str = "", digits: int = 2) -> None:
        values.update(keyed(key, label, numbers, unit, digits))

    for key, repeats in seconds.items():
        kind, name, _ = key.split(".")
        for form in repeats[0]:
            where, label = f"{key}.{form.replace('-', '_').replace('torch.nn', 'torch')}", f"{key}: {form}"
            times = [median(found[form]) for found in repeats]
            add(f"{where}.ms", f"{label}, a pass", [1e3 * s for s in times], "ms", 1)
            add(f"{where}.ratio", f"{label}, over torch.nn", [median(ratios(found, form)) for found in repeats])
            add(f"{where}.spread", f"{label}, quartiles apart", [spread(ratios(found, form)) for found in repeats])
            best = [least_seconds(kind, sizes[name], s[name]["highest"]["square"]) for s in speeds]
            share = [100 * b / s for b, s in zip(best, times, strict=True)]
            add(f"{where}.share", f"{label}, share of the limit", share, "%", 0)
    for i, rung in enumerate(steps[0]):
        add(f"ladder.{i}", f"LSTM ladder: {rung}", [median(ratios(found, rung)) for found in steps])
    for name, size in sizes.items():
        for kind in GATES:
            best = [1e3 * least_seconds(kind, size, s[name]["highest"]["square"]) for s in speeds]
            add(f"{kind}.{name}.least", f"{kind} {size}: least time", best, "ms", 1)
        for precision in ("highest", "medium"):
            for product in speeds[0][name][precision]:
                rate = [s[name][precision][product] / 1e9 for s in speeds]
                add(f"rate.{name}.{precision}.{product}", f"{name}, {precision}: {product}", rate, "GFLOP/s", 0)
    for kind, repeats in apart.items():
        for form in repeats[0]:
            worst = [1e6 * found[form] for found in repeats]
            where = form.replace("-", "_").replace("torch.nn", "torch")
            add(f"{kind}.apart.{where}", f"{kind}: {form}, off float64, millionths", worst, "", 1)
    return values


def spread(numbers: list[float]) -> float:
    """Distance between the quartiles."""
    low, _, high = quantiles(numbers, n=4)
    return high - low
