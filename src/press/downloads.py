"""The whole code of a page as one script and as one notebook, and the proof that both run in an empty folder."""

import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from .blocks import Block, python_blocks
from .book import Book, Problem
from .outputs import failure
from .program import cut
from .warm import Warm

LISTING = "# Here the page shows a listing from the module"
NOTEBOOK = """import json, sys
space = {"__name__": "__main__"}
for n, cell in enumerate(c for c in json.load(open(sys.argv[1]))["cells"] if c["cell_type"] == "code"):
    exec(compile("".join(cell["source"]), f"{sys.argv[1]}, code cell {n + 1}", "exec"), space)
"""
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def _blocks(book: Book, page: Path) -> list[Block]:
    """The blocks that also run one after another: left out is what is known to fail, and what a question asks about."""
    blocks = [block for block in python_blocks(book, page) if "xfail" not in str(block.code.marks)]
    return [block for block in blocks if not block.pieces[0].origin.name.endswith(".quiz.md")]


def pieces(book: Book, page: Path) -> list[str]:
    """The page's Python in order, hidden parts of its snippets included; a listing from src/ becomes a pointer."""
    texts, taken = [], {}
    for fence in (fence for block in _blocks(book, page) for fence in block.pieces):
        text, file = fence.text, fence.origin
        if module := book.module(file):
            text = f"{LISTING} {module}."
        elif book.is_snippet(file):
            text, taken[file] = cut(file, taken.get(file, 0), fence.last)
        texts.append(text.strip("\n"))
    return [text for text in texts if text.strip()]


def generated(book: Book) -> dict[Path, str]:
    """Every download, as it should be."""
    files = {}
    for page in book.chapters():
        codes, base = pieces(book, page), book.docs / "downloads" / page.relative_to(book.docs)
        if all(code.startswith(LISTING) for code in codes):
            continue
        title = (
            f'"""All the code of the page {book.slug(page)}, in reading order. Generated: change the page instead."""'
        )
        files[base.with_suffix(".py")] = "\n\n".join([title, *codes]) + "\n"
        title = f"All the code of the page `{book.slug(page)}`, in reading order."
        cells = [new_code_cell(code, id=f"cell-{n}") for n, code in enumerate(codes, 1)]
        notebook = new_notebook(cells=[new_markdown_cell(title, id="title"), *cells], metadata={"kernelspec": KERNEL})
        files[base.with_suffix(".ipynb")] = nbformat.writes(notebook) + "\n"
    return files


def orphans(book: Book, files: dict[Path, str]) -> list[Path]:
    return [path for path in book.files("docs/downloads/**/*.py", "docs/downloads/**/*.ipynb") if path not in files]


def check_links(book: Book) -> Iterator[Problem]:
    """Each page that has downloads links to both; no download is left over from a page that is gone."""
    files = generated(book)
    for path in orphans(book, files):
        yield book.problem(path, 1, "download without a page", "Delete it: no page has this code any more.")
    for path in files:
        page, target = _page(book, path), path.relative_to(book.docs).as_posix()
        if f"{target})" not in page.read_text("utf-8"):
            yield book.problem(page, 1, "no link to the page's own code", f"Link to {target} on this page.")


def check_runs(book: Book) -> Iterator[Problem]:
    """Each script and each notebook runs in an empty folder and prints what the page shows, in that order."""
    paths = list(filter(Path.exists, generated(book)))
    with Warm(book.preload) as warm, ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = list(pool.map(lambda path: _run(book, path, warm), paths))
    for path, (stdout, problems) in zip(paths, runs, strict=True):
        got = (line.strip() for line in stdout.splitlines())
        outputs = [block.code.expected_output or "" for block in _blocks(book, _page(book, path))]
        shown = [line.strip() for output in outputs for line in output.splitlines()]
        if not problems and (lost := next((line for line in shown if line not in got), None)):
            todo = "Seed inside the snippet; depend on nothing outside it."
            problems = [book.problem(path, 1, f"does not print what the page shows: {lost!r}", todo)]
        yield from problems


def check_notebooks(book: Book) -> Iterator[Problem]:
    """The notebooks of the book are Python files with cells: each runs in an empty folder, too."""
    with Warm(book.preload) as warm:
        for path in book.files("docs/notebooks/*.py"):
            yield from _run(book, path, warm)[1]


def _run(book: Book, path: Path, warm: Warm) -> tuple[str, list[Problem]]:
    how = ["-c", NOTEBOOK] if path.suffix == ".ipynb" else []
    with tempfile.TemporaryDirectory() as folder:
        done = warm.run([*how, str(path)], Path(folder))
    return done.stdout, [failure(book, path, done.stderr)] if done.returncode else []


def _page(book: Book, path: Path) -> Path:
    return (book.docs / path.relative_to(book.docs / "downloads")).with_suffix(".md")
