"""Bring the records up to date: run each experiment whose record is missing or made by other code, two at a time.

What is done stays done: a record that is fresh is not run again, and a run that was killed goes on from its
checkpoints. The longest come first, so that no core waits for them in the end. Experiments that measure time are run
last, one by one, with nothing beside them; one that takes over the checkpoints of another waits for it. How long each
took is noted in the folder of the checkpoints, see `attempts`.
"""

import math
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from unrolled.attempts import USES, Clock, read
from unrolled.records import is_fresh, seeds_of, took_of
from unrolled.time_table import RERUN

ALONE = ("speed", "sentiment_speed", "language_model")  # they measure time, or train by the clock


class Done(NamedTuple):
    """How one experiment ended: 0 is well."""

    experiment: str
    code: int
    minutes: float


Runner = Callable[[str, int], int]  # experiment, seeds -> exit status


def to_do(experiments: Iterable[str], finished: Path | None) -> list[str]:
    """What has to be run: stale records, or with a list of the finished ones, all that are not on it."""
    if finished is None:
        return [name for name in experiments if not is_fresh(name)]
    done = finished.read_text("utf-8").split() if finished.exists() else []
    return [name for name in experiments if name not in done]


def run_one(runs: Path) -> Runner:
    """Runs an experiment in a process of its own, with one thread, and its output in a log beside the checkpoints."""

    def runner(experiment: str, seeds: int) -> int:
        runs.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "unrolled", "run", experiment, "--record", "--seeds", str(seeds)]
        with (runs / f"{experiment}.log").open("a", encoding="utf-8") as log:
            return subprocess.run([*command, "--runs", str(runs)], stdout=log, stderr=log, check=False).returncode

    return runner


def rows(experiments: Iterable[str]) -> list[list[str]]:
    """Experiments that share checkpoints in one row, to be run one after the other: side by side, both would train."""
    found: dict[str, list[str]] = {}
    for name in experiments:
        found.setdefault(USES.get(name, name), []).append(name)
    return [sorted(row, key=lambda name: name in USES) for row in found.values()]


def in_order(experiments: Sequence[str]) -> tuple[list[list[str]], list[str]]:
    """Rows that may run side by side, the longest first, and what runs alone after them.

    How long one takes is told by its record. Where that is not known it may be long, and comes before all others.
    """
    beside = rows(name for name in experiments if name not in ALONE)
    return sorted(beside, key=_minutes, reverse=True), [name for name in experiments if name in ALONE]


def _minutes(row: list[str]) -> float:
    took = [took_of(name) for name in row]
    return math.fsum(found["processor_minutes"] if found else math.inf for found in took)


def run_all(experiments: Sequence[str], runner: Runner, finished: Path | None = None, tell: Callable = print) -> list:
    """Run experiments, two side by side, and those that measure time alone at the end. One that fails stops no other.

    Args:
        finished: file to which the name of each experiment that ended well is added at once.
    """

    def one(experiment: str) -> Done:
        tell(f"· {experiment} …")
        began = time.monotonic()
        code = runner(experiment, seeds_of(experiment))
        done = Done(experiment, code, (time.monotonic() - began) / 60)
        if code == 0 and finished is not None:
            finished.parent.mkdir(parents=True, exist_ok=True)
            with finished.open("a", encoding="utf-8") as stream:
                stream.write(f"{experiment}\n")
        tell(f"  {experiment}: {'recorded' if code == 0 else f'FAILED with {code}'} after {done.minutes:.1f} minutes")
        return done

    beside, alone = in_order(experiments)
    with ThreadPoolExecutor(2) as pool:
        ended = list(chain.from_iterable(pool.map(lambda row: [one(name) for name in row], beside)))
    return ended + [one(name) for name in alone]


def run_timed(experiments: Sequence[str], runs: Path, finished: Path | None, tell: Callable = print) -> list[Done]:
    """Run experiments, and note what all took together. That adds to the last time, unless all was well then."""
    earlier = read(runs / RERUN)
    with Clock(runs / RERUN, bool(earlier) and not earlier[-1]["finished"]) as clock:
        ended = run_all(experiments, run_one(runs), finished, tell)
        clock.failed = any(done.code for done in ended)
    return ended
