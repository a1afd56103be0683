"""Bring the records up to date: run each experiment whose record is missing or made by other code, two at a time.

What is done stays done: a record that is fresh is not run again, and a run that was killed goes on from its
checkpoints. Experiments that measure time are run last, one by one, with nothing beside them.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from unrolled import results

ALONE = ("speed", "sentiment_speed", "language_model")  # they measure time, or train by the clock
SEEDS = 3


class Done(NamedTuple):
    """How one experiment ended: 0 is well."""

    experiment: str
    code: int
    minutes: float


Runner = Callable[[str, int], int]  # experiment, seeds -> exit status


def is_fresh(experiment: str) -> bool:
    """Whether the record was made, or confirmed, with the code as it is now."""
    path = results.path_of(experiment)
    if not path.is_file():
        return False
    return json.loads(path.read_text("utf-8"))["source"] == results.sources(f"unrolled.experiments.{experiment}")


def seeds_of(experiment: str) -> int:
    """As many seeds as the record has; three if there is none."""
    path = results.path_of(experiment)
    return len(json.loads(path.read_text("utf-8"))["seeds"]) if path.is_file() else SEEDS


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

    with ThreadPoolExecutor(2) as pool:
        ended = list(pool.map(one, [name for name in experiments if name not in ALONE]))
    return ended + [one(name) for name in experiments if name in ALONE]
