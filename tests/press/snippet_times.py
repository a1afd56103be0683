"""How long the snippets of the pages take: processor time of one core.

    python tests/press/snippet_times.py [--record]

Each snippet is run three times, as `press outputs` runs it, each time in a fresh process that has loaded the libraries
and nothing else. What the start of Python and the loading of PyTorch take is measured apart, and belongs to each of
them. `--record` writes docs/results/snippets.json. Only what has changed since the last record is measured, unless the
machine or the versions are others. Needs a system that can fork: Linux or macOS.
"""

import ast
import os
import resource
import subprocess
from contextlib import suppress
from functools import partial
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path

from time_record import REPEATS, Seconds, Times, main

from press.book import open_book
from press.program import Program
from press.runtime import SNIPPETS, digests
from press.warm import fresh

ROOT = Path(__file__).resolve().parents[2]
START = "start"


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


def measure(names: list[str]) -> Seconds:
    """Seconds of each snippet, three times; one snippet after the other. `START` is no snippet, but what all need."""
    if START in names:
        yield START, [start_once(ROOT) for _ in range(REPEATS)]
    import torch

    torch.set_num_threads(1)
    paths = {slug: ROOT / "snippets" / f"{slug}.py" for slug in names if slug != START}
    for path in paths.values():
        load_libraries(path)
    with get_context("fork").Pool(1, maxtasksperchild=1) as pool:
        for slug, path in paths.items():
            yield slug, pool.map(partial(run_once, ROOT), [path] * REPEATS, chunksize=1)


def label(name: str) -> str:
    """What is measured, in words."""
    return "start of Python, loading of PyTorch" if name == START else f"snippets/{name}.py"


TIMES = Times(
    script="tests/press/snippet_times.py",
    path=SNIPPETS,
    question="How long does the code of each page run?",
    listed="snippets",
    label=label,
    digits=2,
    measure=measure,
    shared=START,
)


if __name__ == "__main__":
    main(TIMES, ROOT, digests(open_book(ROOT)))
