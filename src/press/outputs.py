"""What the snippets print: recorded in `.out` files, checked by running every snippet again in a new interpreter."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .book import Book, PressError, Problem, difference, open_book, write
from .program import Program, record, recorded
from .sections import sections_of

# One thread, a fixed hash seed and no screen: what a snippet prints is then the same on every run.
SAME = {"OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0", "MPLBACKEND": "Agg", "PYTHONDONTWRITEBYTECODE": "1"}
TODO = "Mend the snippet; it must run alone."
LIMIT = 300  # seconds; a snippet takes less than five


def fresh(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run Python in a new interpreter, in `folder`."""
    command, env = [sys.executable, *command], {**os.environ, **SAME}
    try:
        return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=LIMIT, check=False)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 1, "", f"still running after {LIMIT} seconds")


def run_fresh(book: Book, path: Path) -> tuple[dict[str, str], list[Problem]]:
    """What each section of a snippet prints when the whole file runs in a new interpreter."""
    done = fresh(["-m", "press.outputs", str(path)], book.root)
    if done.returncode or not done.stdout.strip():
        return {}, [failure(book, path, done.stderr)]
    answer = json.loads(done.stdout.splitlines()[-1])
    return answer.get("printed", {}), [Problem(*fields) for fields in answer.get("problems", [])]


def failure(book: Book, path: Path, stderr: str) -> Problem:
    """Point at the last line of `path` that a traceback names."""
    lines = stderr.strip().splitlines() or ["ended without a word (sys.exit?)"]
    at = [line.split('", line ')[1] for line in lines if line.strip().startswith(f'File "{path}", line ')]
    return book.problem(path, int(at[-1].split(",")[0]) if at else 1, lines[-1].strip(), TODO)


def run_all(book: Book) -> Iterator[tuple[Path, dict[str, str], list[Problem]]]:
    paths = book.snippets()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, (printed, problems) in zip(paths, pool.map(lambda p: run_fresh(book, p), paths), strict=True):
            yield path, printed, problems


def write_outputs(book: Book) -> list[Problem]:
    found = []
    for path, printed, problems in run_all(book):
        found += problems
        if problems:
            continue
        if printed:
            write(path.with_suffix(".out"), record(printed, sections_of(path, book)))
        else:
            path.with_suffix(".out").unlink(missing_ok=True)
    return found + _orphans(book)


def check_outputs(book: Book) -> list[Problem]:
    found = _orphans(book)
    for path, printed, problems in run_all(book):
        found += problems or _compare(book, path.with_suffix(".out"), printed)
    return found


def _orphans(book: Book) -> list[Problem]:
    outs = [out for out in sorted((book.root / "snippets").rglob("*.out")) if not out.with_suffix(".py").exists()]
    return [book.problem(out, 1, "output of a snippet that does not exist", "Delete it.") for out in outs]


def _compare(book: Book, out: Path, printed: dict[str, str]) -> list[Problem]:
    sections = sections_of(out, book) if out.exists() else []
    told = recorded(out.read_text("utf-8"), sections) if out.exists() else {}
    starts, found = {s.name: s.start for s in sections}, []
    for name in sorted({*told, *printed}):
        if unlike := difference(*(texts.get(name, "").rstrip("\n").split("\n") for texts in (told, printed))):
            n, was, now = unlike
            what = f"section '{name}': recorded {was!r}, printed {now!r}"
            found.append(book.problem(out, starts.get(name, 0) + n + 1, what, "If the code is right: make outputs"))
    return found


def main(path: Path) -> None:
    """Runs in the new interpreter: one line of JSON tells what the snippet printed."""
    stdout, sys.argv, sys.path[0] = sys.stdout, [str(path)], str(path.parent)
    try:
        answer = {"printed": Program(open_book(path.parent), path).run()}
    except PressError as error:
        p = error.problem
        answer = {"problems": [(p.file, p.line, p.what, p.todo)]}
    print(json.dumps(answer), file=stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
