"""What one forward and backward pass of a layer costs: processor time as ratios, and memory."""

import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from statistics import median

import psutil
import torch
from torch import nn

from unrolled.layers.saved import saved_numbers
from unrolled.layers.torch_layers import make_layer
from unrolled.measure import keyed, peak_memory

KINDS = ("lstm", "gru", "rnn")
SIZES = {"small": (32, 100, 32, 32), "large": (32, 100, 128, 256)}  # B, T, D, H
MEMORY_SIZE = (64, 256, 300, 256)


def one_pass(layer: nn.Module, x: torch.Tensor) -> float:
    """Processor seconds of one forward and backward pass."""
    began = time.process_time()
    output, _ = layer(x)
    output.sum().backward()
    layer.zero_grad()
    return time.process_time() - began


# --8<-- [start:interleaved]
def interleaved(size: tuple[int, int, int, int], seed: int, repetitions: int) -> dict[tuple[str, str], list[float]]:
    """Seconds of every kind and backend, one repetition of each in turn, so that a slow moment hits them all."""
    B, T, D, H = size
    torch.manual_seed(seed)
    x = torch.randn(B, T, D, requires_grad=True)
    layers = {(backend, kind): make_layer(kind, D, H, backend) for backend in ("torch", "book") for kind in KINDS}
    for layer in layers.values():
        one_pass(layer, x)  # the first pass is slower, and not counted
    seconds: dict[tuple[str, str], list[float]] = {name: [] for name in layers}
    for _ in range(repetitions):
        for name, layer in layers.items():
            seconds[name].append(one_pass(layer, x))
    return seconds


# --8<-- [end:interleaved]


def speed_values(seeds: list[int], repetitions: int) -> dict[str, dict]:
    """For each size, backend and kind: milliseconds a step, and the ratio to the LSTM of the same backend."""
    values: dict[str, dict] = {}
    for size, (B, T, D, H) in SIZES.items():
        found = [interleaved((B, T, D, H), seed, repetitions) for seed in seeds]
        for backend, kind in found[0]:
            step = [1e3 * median(f[backend, kind]) / T for f in found]
            pairs = [zip(f[backend, kind], f[backend, "lstm"], strict=True) for f in found]
            ratios = [median(a / b for a, b in pair) for pair in pairs]
            name, what = f"speed.{size}.{backend}.{kind}", f"{backend} {kind}, B={B}, T={T}, D={D}, H={H}"
            values |= keyed(f"{name}.ms", f"{what}: processor time a step, forward and backward", step, "ms", 3)
            if kind != "lstm":
                values |= keyed(f"{name}.ratio", f"{what}: processor time, LSTM of the same kind = 1", ratios, "", 2)
    return values


def extra_mib(kind: str, seed: int) -> float:
    """MiB that a forward and backward pass of `torch.nn` adds to this process. Call it in a fresh process."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    B, T, D, H = MEMORY_SIZE
    layer = make_layer(kind, D, H, "torch")
    one_pass(layer, torch.randn(2, 2, D))
    x = torch.randn(B, T, D)
    before = psutil.Process().memory_info().rss / 2**20
    one_pass(layer, x)
    return peak_memory() - before


def memory_values(seeds: list[int]) -> dict[str, dict]:
    """Numbers our layers keep for the backward pass, exactly; and the peak of `torch.nn`, a fresh process each."""
    values: dict[str, dict] = {}
    B, T, D, H = SIZES["large"]
    for kind in KINDS:
        kept = saved_numbers(make_layer(kind, D, H), torch.randn(B, T, D)) / (B * T * H)
        values |= keyed(f"memory.kept.{kind}", f"book {kind}: numbers kept a step, in units of H", [kept], "", 2)
        with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
            peaks = [pool.submit(extra_mib, kind, seed).result() for seed in seeds]
        values |= keyed(f"memory.peak.{kind}", f"torch {kind}, (B, T, D, H) = {MEMORY_SIZE}: peak", peaks, "MiB", 0)
    return values
