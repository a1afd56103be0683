"""How long the quick variants of experiments take that the learning path lists: processor time of one core.

    python tests/press/quick_times.py [--record]

Each is run three times as a reader runs it, in a process of its own, the start of Python included. `--record` writes
docs/results/quick_runs.json. Only what has changed since the last record is run, unless the machine or the versions
are others. Needs a system that says what ended processes took: Linux or macOS.
"""

import json
import os
import resource
import subprocess
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from tempfile import TemporaryDirectory

from press.book import Book, open_book
from press.quick_runs import OPTION, TIMES, digests
from unrolled.measure import keyed
from unrolled.results import digest, machine, write

ROOT = Path(__file__).resolve().parents[2]
REPEATS = 3


def run_once(name: str) -> float:
    """Seconds of processor time that a quick variant takes. What it notes for a reader is thrown away."""
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "unrolled", "run", name, OPTION, "--folder", folder]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        env = {**os.environ, "OMP_NUM_THREADS": "1"}
        subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 3)
    print(f"{name:36} {seconds:6.2f} s", flush=True)
    return seconds


def measure(name: str) -> list[float]:
    """Seconds of each of the runs."""
    return [run_once(name) for _ in range(REPEATS)]


def known(book: Book, here: dict) -> tuple[dict[str, str], dict[str, dict]]:
    """What the last record says and still holds: digests of experiments, and all its values."""
    path = book.root / TIMES
    was = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return (was["runs"], was["values"]) if was and {name: was[name] for name in here} == here else ({}, {})


def record(book: Book) -> None:
    """Measure what is new. The record is written after each variant: who is interrupted goes on from there."""
    here = {"machine": machine(), "versions": {"python": python_version(), "torch": version("torch")}}
    now = digests(book)
    was, old = known(book, here)
    found = {name: old[name]["data"] for name in now if now[name] == was.get(name)}
    save(book, here, now, found)
    for name in sorted(now.keys() - found.keys()):
        found[name] = measure(name)
        save(book, here, now, found)
    print("now run `python -m press path results`")


def save(book: Book, here: dict, now: dict[str, str], found: dict[str, list[float]]) -> None:
    """Write the record whole, or not at all."""
    values: dict[str, dict] = {}
    for name in sorted(found):
        values |= keyed(name, f"python -m unrolled run {name} {OPTION}: processor time", found[name], "s", 1)
    result = {
        "experiment": "quick_runs",
        "question": "How long do the quick variants run that are on the learning path?",
        "command": "python tests/press/quick_times.py --record",
        "recorded": date.today().isoformat(),
        "seeds": list(range(REPEATS)),
        **here,
        "source": {"tests/press/quick_times.py": digest(Path(__file__))},
        "values": values,
        "runs": {name: now[name] for name in sorted(found)},
    }
    write(book.root / TIMES, result)


if __name__ == "__main__":
    book = open_book(ROOT)
    if "--record" in sys.argv:
        record(book)
    else:
        for name in digests(book):
            measure(name)
