"""Processor time of several pieces of work, taken in turns, so that a busy machine slows them all alike."""

import time
from collections.abc import Callable
from statistics import median


def seconds(work: Callable[[], None]) -> float:
    """Processor time of some work."""
    began = time.process_time()
    work()
    return time.process_time() - began


def interleaved(works: dict[str, Callable[[], None]], repeats: int) -> dict[str, list[float]]:
    """Processor seconds of each work, one repetition of each in turn, after one that is not counted."""
    found: dict[str, list[float]] = {name: [] for name in works}
    for repeat in range(repeats + 1):
        for name, work in works.items():
            taken = seconds(work)
            if repeat:
                found[name].append(taken)
    return found


def ratio(found: dict[str, list[float]], name: str, reference: str) -> float:
    """Median over repetitions of the time of one work by that of another in the same repetition."""
    return median(a / b for a, b in zip(found[name], found[reference], strict=True))
