"""What verification costs beside the code it runs, and how long a strict build takes.

    python tests/press/bench.py [--record]

Everything is measured three times, in processor time; `--record` writes docs/results/press.json.

Blocks: a page of 200 small blocks through `pytest --codeblocks`, less the time their code takes on its own.
Build: a strict build of ten pages, the toy book's page under ten names, and of this book, without executing notebooks.
Exits with 1 if a block costs more than 10 ms or the ten pages more than 3 s. Writes nothing else outside a temporary
folder.
"""

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from importlib.metadata import version
from pathlib import Path

from unrolled.measure import value
from unrolled.results import digest, machine

BLOCKS, PAGES, REPEATS = 200, 10, 3
BLOCK_LIMIT, BUILD_LIMIT = 0.010, 3.0
HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CODE = "total = 0\nfor n in range({n}):\n    total += n\nprint(total)\n"
PAGE = "```python\n{code}```\n<!--pytest-codeblocks:expected-output-->\n```text\n{out}\n```\n"


def timed(command: list[str], folder: Path) -> float:
    """Processor seconds of a program and of all that it starts."""
    before = children()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return children() - before


def children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def block_cost(root: Path) -> float:
    """Seconds that press adds to one block."""
    codes = [CODE.format(n=n) for n in range(BLOCKS)]
    (root / "pyproject.toml").write_text("[tool.press]\n")
    shutil.copy(HERE.parents[1] / "conftest.py", root)
    (root / "docs").mkdir()
    page = root / "docs" / "page.md"
    command = [sys.executable, "-m", "pytest", "--codeblocks", "-q", "-p", "no:cacheprovider", "--rootdir", str(root)]
    times = []
    for count in (1, BLOCKS):
        blocks = [PAGE.format(code=code, out=sum(range(n))) for n, code in enumerate(codes[:count])]
        page.write_text("\n".join(blocks))
        times.append(min(timed(command, root) for _ in range(3)))
    start = time.process_time()
    for code in codes:
        exec(compile(code.replace("print", "str"), "block", "exec"), {})
    alone = time.process_time() - start
    return (times[1] - times[0] - alone) / (BLOCKS - 1)


def build_time(root: Path) -> float:
    """Seconds of a strict build of ten pages."""
    shutil.copytree(HERE / "book", root)
    (root / "pyproject.toml").write_text("[tool.press]\n")
    page = (root / "docs/part/toy.md").read_text("utf-8").split("--8<--")[0]
    shutil.copytree(HERE.parents[1] / "snippets", root / "snippets", dirs_exist_ok=True)
    text = page + "\n".join(f"## Part {n}\n\n```python\n{CODE}```\n\n$$x_{n}$$\n" for n in range(30))
    for path in (root / "docs").rglob("*.md"):
        path.unlink()
    names = ["index", *(f"page{n}" for n in range(1, PAGES))]
    for name in names:
        (root / "docs" / f"{name}.md").write_text(text, "utf-8")
    config = (root / "mkdocs.yml").read_text("utf-8").split("\n")
    config[2] = f"nav: [{', '.join(f'{name}.md' for name in names)}, notebooks/hand.py]"
    (root / "mkdocs.yml").write_text("\n".join(config), "utf-8")
    return min(timed([sys.executable, "-m", "mkdocs", "build", "--strict", "-q"], root) for _ in range(3))


def book_build_time(root: Path) -> float:
    """Seconds of a strict build of this book, without executing notebooks."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-d", str(root)]
    return timed(command, ROOT)


def record(block: list[float], build: list[float], book: list[float]) -> None:
    """Write the measurements as a recorded result, whole or not at all."""
    measured = {
        "block": value("verification of a block, beside its own run", [1000 * t for t in block], "ms", 1),
        "build": value("strict build of ten synthetic pages and a notebook, not executed", build, "s", 2),
        "book": value("strict build of this book, notebooks not executed", book, "s", 1),
        "pages": value("pages of this book", [len(list((ROOT / "docs").rglob("*.md")))], "", 0),
    }
    result = {
        "experiment": "press",
        "question": "What does it cost to verify a page, and to build the book?",
        "command": "python tests/press/bench.py --record",
        "recorded": date.today().isoformat(),
        "seeds": list(range(REPEATS)),
        "machine": machine(),
        "versions": {name: version(name) for name in ("mkdocs", "mkdocs-material", "pytest", "pytest-codeblocks")},
        "source": {name: digest(ROOT / name) for name in ("tests/press/bench.py", "src/press/adapter.py")},
        "values": {f"{key}{end}": v for key, pair in measured.items() for end, v in pair.items()},
    }
    path = ROOT / "docs" / "results" / "press.json"
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", "utf-8")
    partial.replace(path)


def main() -> int:
    found: tuple[list[float], list[float], list[float]] = ([], [], [])
    for _ in range(REPEATS):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "blocks").mkdir()
            found[0].append(block_cost(Path(folder) / "blocks"))
            found[1].append(build_time(Path(folder) / "site"))
            found[2].append(book_build_time(Path(folder) / "book"))
    block, build, book = (sum(times) / REPEATS for times in found)
    print(f"verification: {block * 1000:.1f} ms a block beside its own run (limit {BLOCK_LIMIT * 1000:.0f} ms)")
    print(f"strict build: {build:.2f} s for {PAGES} pages and a notebook (limit {BUILD_LIMIT:.0f} s)")
    print(f"strict build: {book:.1f} s for this book")
    if "--record" in sys.argv:
        record(*found)
    return int(block > BLOCK_LIMIT or build > BUILD_LIMIT)


if __name__ == "__main__":
    sys.exit(main())
