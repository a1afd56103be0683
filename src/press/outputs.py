"""What the snippets print: recorded in `.out` files, checked by running every snippet again in a process of its own."""

import json
import os
import re
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .book import Book, Problem, open_book
from .program import Program
from .warm import Warm


def failure(book: Book, path: Path, stderr: str) -> Problem:
    """Point at the last line of `path` that a traceback names."""
    lines = re.findall(rf'File "{re.escape(str(path))}", line (\d+)', stderr)
    what = (stderr.strip().splitlines() or ["ended without a word (sys.exit?)"])[-1].strip()
    return book.problem(path, int(lines[-1]) if lines else 1, what, "Mend it; it must run alone.")


def _printed(book: Book, path: Path, warm: Warm) -> str | Problem:
    """What should be in a snippet's `.out` file, or why that cannot be known."""
    done = warm.run(["-m", "press.outputs", str(path)], book.root)
    if done.returncode or not done.stdout.strip():
        return failure(book, path, done.stderr)
    answer = json.loads(done.stdout.splitlines()[-1])
    return answer if isinstance(answer, str) else Problem(*answer)


def check(book: Book, record: bool = False) -> Iterator[Problem]:
    """Run every snippet; compare what it prints with its `.out` file, or write that file."""
    snippets = book.files("snippets/**/*.py")
    with Warm(book.preload) as warm, ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, printed in zip(snippets, pool.map(lambda path: _printed(book, path, warm), snippets), strict=True):
            out = path.with_suffix(".out")
            if isinstance(printed, Problem):
                yield printed
            elif not record:
                yield from book.stale(out, printed, "If the code is right: make outputs")
            elif printed:
                book.write({out: printed})
            else:
                out.unlink(missing_ok=True)
    for out in book.files("snippets/**/*.out"):
        if out.with_suffix(".py") not in snippets:
            yield book.problem(out, 1, "output of a snippet that does not exist", "Delete it.")


def main(path: Path) -> None:
    """Runs in the new process; its last line is JSON, a `.out` file or the four fields of a problem."""
    stdout, sys.argv, sys.path[0] = sys.stdout, [str(path)], str(path.parent)
    try:
        answer = Program(open_book(path.parent), path).record()
    except Problem as problem:
        answer = [problem.file, problem.line, problem.what, problem.todo]
    print(json.dumps(answer), file=stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
