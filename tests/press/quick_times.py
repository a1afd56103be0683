"""How long the quick variants of experiments take that the learning path lists: processor time of one core.

    python tests/press/quick_times.py [--record]

Each is run three times as a reader runs it, in a process of its own, the start of Python included. `--record` writes
docs/results/quick_runs.json. Only what has changed since the last record is run, unless the machine or the versions
are others. Needs a system that says what ended processes took: Linux or macOS.
"""

import os
import resource
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from time_record import REPEATS, Seconds, Times, main

from press.book import open_book
from press.quick_runs import OPTION, TIMES, digests

ROOT = Path(__file__).resolve().parents[2]


def run_once(name: str) -> float:
    """Seconds of processor time that a quick variant takes. What it notes for a reader is thrown away."""
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "unrolled", "run", name, OPTION, "--folder", folder]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        env = {**os.environ, "OMP_NUM_THREADS": "1"}
        subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(names: list[str]) -> Seconds:
    """Seconds of each variant, three times; one variant after the other."""
    for name in names:
        yield name, [run_once(name) for _ in range(REPEATS)]


QUICK_RUNS = Times(
    script="tests/press/quick_times.py",
    path=TIMES,
    question="How long do the quick variants run that are on the learning path?",
    listed="runs",
    label=lambda name: f"python -m unrolled run {name} {OPTION}",
    digits=1,
    measure=measure,
)


if __name__ == "__main__":
    main(QUICK_RUNS, ROOT, digests(open_book(ROOT)))
