"""How long the quick variants of experiments run that the learning path lists. They are never recorded as experiments.

Their times are in docs/results/quick_runs.json, written by tests/press/quick_times.py. A variant whose experiment has
changed since is measured again. `run` notes a reader's runs as quick or whole, so a step has no other options.
"""

import json
import pkgutil
from collections.abc import Iterator
from pathlib import Path

from .book import Book, Problem
from .path import problem, read_path
from .results import load
from .runtime import Took

TIMES = "docs/results/quick_runs.json"
OPTION = "--quick"
AGAIN = "Run: python tests/press/quick_times.py --record"


def names(book: Book) -> list[str]:
    """The experiments whose quick variant is a step of the path, in its order."""
    steps = (step.what.split() for step in read_path(book).steps if step.kind == "run")
    return list(dict.fromkeys(name for name, *options in steps if options == [OPTION]))


def times(book: Book) -> dict[str, Took]:
    """What the quick variant of each experiment takes, as far as it was measured: by name, start of Python included."""
    values = _record(book).get("values", {})
    return {name: Took(_mean(values[name]["data"]), True) for name in _record(book).get("runs", {})}


def digests(book: Book) -> dict[str, str]:
    """Of each quick variant on the path, a digest of its experiment's own file; empty if no record names one."""
    sources = {run["experiment"]: run.get("source", {}) for run in load(book).values()}
    files = {name: _file(sources.get(name, {}), name) for name in names(book)}
    digest = pkgutil.resolve_name(book.digest)
    return {name: digest(book.root / file) if file else "" for name, file in files.items()}


def check(book: Book) -> Iterator[Problem]:
    """Each quick variant on the path was measured as it is now, and no other is in the record."""
    if not book.path:
        return
    path, known, now = read_path(book), _record(book).get("runs", {}), digests(book)
    for step in (step for step in path.steps if step.kind == "run"):
        if step.what.split()[1:] not in ([], [OPTION]):
            what = f"'{step.what}' has options that no reader's notes tell"
            yield problem(path, book, f": {step.what}", what, f"Leave them out, or give {OPTION} alone.")
    for name in (name for name in now if known.get(name) != now[name]):
        what = "was changed since its time was measured" if name in known else "was never measured"
        yield problem(path, book, f": {name} {OPTION}", f"the quick variant of '{name}' {what}", AGAIN)
    for name in sorted(known.keys() - now.keys()):
        what = f"the time of a quick variant that is not on the path: '{name}'"
        yield book.problem(book.root / TIMES, 1, what, AGAIN)


def _record(book: Book) -> dict:
    path = book.root / TIMES
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def _mean(data: list[float]) -> float:
    return sum(data) / len(data)


def _file(source: dict[str, str], name: str) -> str:
    return next((file for file in source if Path(file).parts[-2:] == ("experiments", f"{name}.py")), "")
