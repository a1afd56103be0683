"""The whole code of a page as one script and as one notebook, and the proof that both run in an empty folder."""

import json
import tempfile
from pathlib import Path

from .blocks import Block, read_blocks
from .book import Book, Problem
from .fences import Fence
from .outputs import failure, fresh
from .program import cut

LISTING = "# Here the page shows a listing from the module"
NOTEBOOK = """import json, sys
space = {"__name__": "__main__"}
for n, cell in enumerate(c for c in json.load(open(sys.argv[1]))["cells"] if c["cell_type"] == "code"):
    exec(compile("".join(cell["source"]), f"{sys.argv[1]}, code cell {n + 1}", "exec"), space)
"""


def pieces(book: Book, page: Path) -> list[str]:
    """The page's Python in order, hidden parts of its snippets included; a listing from src/ becomes a pointer."""
    taken: dict[Path, int] = {}
    texts = [_piece(book, fence, taken) for block in _runs(book, page) for fence in block.pieces]
    return [text.strip("\n") for text in texts if text.strip()]


def _runs(book: Book, page: Path) -> list[Block]:
    """The blocks that also run one after another: those of which it is known that they fail are left out."""
    blocks = [b for b in read_blocks(book, page) if b.lang == "python" and b.always_runs]
    return [b for b in blocks if not book.unrun_reason(page, b.code.code) and "xfail" not in str(b.code.marks)]


def _piece(book: Book, fence: Fence, taken: dict[Path, int]) -> str:
    if module := book.module(fence.origin):
        return f"{LISTING} {module}.\n"
    if not fence.origin.is_relative_to(book.root / "snippets"):
        return fence.text
    text, taken[fence.origin] = cut(fence.origin, taken.get(fence.origin, 0), fence.last)
    return text


def script(book: Book, page: Path) -> str:
    title = f'"""All the code of the page {book.slug(page)}, in reading order. Generated: change the page instead."""'
    return "\n\n".join([title, *pieces(book, page)]) + "\n"


def notebook(book: Book, page: Path) -> str:
    title = f"All the code of the page `{book.slug(page)}`, in reading order."
    cells = [{"cell_type": "markdown", "id": "title", "metadata": {}, "source": [title]}]
    for n, text in enumerate(pieces(book, page), 1):
        code = {"cell_type": "code", "execution_count": None, "id": f"cell-{n}", "metadata": {}, "outputs": []}
        cells.append({**code, "source": text.splitlines(keepends=True)})
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    whole = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def generated(book: Book) -> dict[Path, str]:
    """Every download, as it should be."""
    files = {}
    for page in book.pages():
        if page.is_relative_to(book.docs) and any(not p.startswith(LISTING) for p in pieces(book, page)):
            base = book.docs / "downloads" / page.relative_to(book.docs)
            files |= {base.with_suffix(".py"): script(book, page), base.with_suffix(".ipynb"): notebook(book, page)}
    return files


def orphans(book: Book, files: dict[Path, str]) -> list[Path]:
    return [p for p in sorted((book.docs / "downloads").rglob("*")) if p.suffix in {".py", ".ipynb"} and p not in files]


def check_links(book: Book) -> list[Problem]:
    """Each page that has downloads links to both; no download is left over from a page that is gone."""
    files, todo = generated(book), "Delete it: no page has this code any more."
    found = [book.problem(p, 1, "download without a page", todo) for p in orphans(book, files)]
    for path in files:
        page, target = _page(book, path), path.relative_to(book.docs).as_posix()
        if f"{target})" not in page.read_text("utf-8"):
            found.append(book.problem(page, 1, "no link to the page's own code", f"Link to {target} on this page."))
    return found


def check_runs(book: Book) -> list[Problem]:
    """Each script and each notebook runs in an empty folder and prints what the page shows, in that order."""
    found = []
    for path in (path for path in generated(book) if path.exists()):
        stdout, problems = _run(book, path, ["-c", NOTEBOOK] if path.suffix == ".ipynb" else [])
        blocks, got = _runs(book, _page(book, path)), (line.strip() for line in stdout.splitlines())
        shown = [line.strip() for b in blocks for line in (b.code.expected_output or "").splitlines()]
        if not problems and (lost := next((line for line in shown if line not in got), None)):
            what = f"does not print what the page shows: {lost!r}"
            problems = [book.problem(path, 1, what, "Seed inside the snippet; depend on nothing outside it.")]
        found += problems
    return found


def check_notebooks(book: Book) -> list[Problem]:
    """The notebooks of the book are Python files with cells: each runs in an empty folder, too."""
    return [problem for path in book.notebooks() for problem in _run(book, path, [])[1]]


def _run(book: Book, path: Path, how: list[str]) -> tuple[str, list[Problem]]:
    with tempfile.TemporaryDirectory() as folder:
        done = fresh([*how, str(path)], Path(folder))
    return done.stdout, [failure(book, path, done.stderr)] if done.returncode else []


def _page(book: Book, path: Path) -> Path:
    return (book.docs / path.relative_to(book.docs / "downloads")).with_suffix(".md")
