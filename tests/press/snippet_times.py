"""How long the snippets of the pages take: processor time of one core.

    python tests/press/snippet_times.py [--record]

Each snippet is run three times, as `press outputs` runs it, each time in a fresh process that has loaded the libraries
and nothing else. What the start of Python and the loading of PyTorch take is measured apart, and belongs to each of
them. `--record` writes docs/results/snippets.json. Only what has changed since the last record is measured, unless the
machine or the versions are others. Needs a system that can fork: Linux or macOS.
"""

import ast
import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from functools import partial
from importlib import import_module
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from platform import python_version

from press.book import Book, open_book
from press.outputs import fresh
from press.program import Program
from press.runtime import SNIPPETS, digests
from unrolled.measure import value
from unrolled.results import digest, machine

ROOT = Path(__file__).resolve().parents[2]
REPEATS = 3


def load_libraries(path: Path) -> None:
    """Import what a snippet imports, so that only its own work is measured."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        names += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
        for name in names:
            with suppress(ImportError):  # an extra that is not installed; the snippet knows what to do then
                import_module(name)


def run_once(root: Path, path: Path) -> float:
    """Seconds of processor time that a snippet takes, in this process and in those that it starts."""
    program, before = Program(open_book(root), path), sum(os.times()[:4])
    program.record()
    return sum(os.times()[:4]) - before


def start_once(folder: Path) -> float:
    """Seconds of processor time until Python has started and PyTorch is there."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done: subprocess.CompletedProcess = fresh(["-c", "import torch"], folder)
    done.check_returncode()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(book: Book, slugs: list[str]) -> Iterator[tuple[str, list[float]]]:
    """Seconds of each snippet, three times; one snippet after the other."""
    import torch

    torch.set_num_threads(1)
    paths = {slug: book.root / "snippets" / f"{slug}.py" for slug in slugs}
    for path in paths.values():
        load_libraries(path)
    with get_context("fork").Pool(1, maxtasksperchild=1) as pool:
        for slug, path in paths.items():
            found = pool.map(partial(run_once, book.root), [path] * REPEATS, chunksize=1)
            print(f"{slug:36} {min(found):6.2f} to {max(found):.2f} s", flush=True)
            yield slug, found


def known(book: Book, here: dict) -> tuple[dict[str, str], dict[str, dict]]:
    """What the last record says and still holds: digests of snippets, and all its values."""
    path = book.root / SNIPPETS
    if not path.exists():
        return {}, {}
    was = json.loads(path.read_text("utf-8"))
    return (was["snippets"], was["values"]) if {name: was[name] for name in here} == here else ({}, {})


def record(book: Book) -> None:
    """Measure what is new. The record is written after each snippet: who is interrupted goes on from there."""
    here = {"machine": machine(), "versions": {"python": python_version(), "torch": version("torch")}}
    now = digests(book)
    was, values = known(book, here)
    done = {slug: was[slug] for slug in now if now[slug] == was.get(slug)}
    kept = {key: values[key] for slug in [*done, "start"] for key in _keys(slug) if key in values}
    if "start" not in kept:
        kept |= _entries(
            "start", "start of Python, loading of PyTorch", [start_once(book.root) for _ in range(REPEATS)]
        )
    write(book, here, kept, done)
    for slug, seconds in measure(book, [slug for slug in now if slug not in done]):
        kept |= _entries(slug.replace("/", "."), f"snippets/{slug}.py", seconds)
        done[slug] = now[slug]
        write(book, here, kept, done)
    print("now run `python -m press results`")


def write(book: Book, here: dict, values: dict[str, dict], measured: dict[str, str]) -> None:
    """Write the record whole, or not at all."""
    result = {
        "experiment": "snippets",
        "question": "How long does the code of each page run?",
        "command": "python tests/press/snippet_times.py --record",
        "recorded": date.today().isoformat(),
        "seeds": list(range(REPEATS)),
        **here,
        "source": {"tests/press/snippet_times.py": digest(Path(__file__))},
        "values": dict(sorted(values.items())),
        "snippets": dict(sorted(measured.items())),
    }
    part = (book.root / SNIPPETS).with_suffix(".partial")
    part.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", "utf-8")
    part.replace(book.root / SNIPPETS)


def _keys(slug: str) -> tuple[str, str]:
    key = slug.replace("/", ".")
    return key, f"{key}.mean"


def _entries(key: str, label: str, seconds: list[float]) -> dict[str, dict]:
    rounded = [round(each, 3) for each in seconds]
    return {f"{key}{end}": entry for end, entry in value(f"{label}: processor time", rounded, "s", 2).items()}


if __name__ == "__main__":
    book = open_book(ROOT)
    if "--record" in sys.argv:
        record(book)
    else:
        list(measure(book, list(digests(book))))
