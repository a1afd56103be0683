"""python -m press VERB: write what is generated, or check what is written."""

import argparse
import sys
from pathlib import Path

from . import downloads, equations, outputs
from .book import Book, PressError, Problem, open_book, write


def _write(book: Book, files: dict[Path, str]) -> None:
    for path, text in files.items():
        if write(path, text):
            print(f"wrote {book.name(path)}")


def run_outputs(book: Book) -> list[Problem]:
    """run every snippet; record what it prints; write downloads and lists of equations"""
    found = outputs.write_outputs(book)
    _write(
        book,
        {path: text for path, text in equations.generated(book).items() if path.is_relative_to(book.root / "snippets")},
    )
    files = downloads.generated(book)
    _write(book, files)
    for path in downloads.orphans(book, files):
        path.unlink()
    return found


def run_outputs_check(book: Book) -> list[Problem]:
    """run every snippet again in a new interpreter; compare exactly with what is recorded"""
    return outputs.check_outputs(book)


VERBS = {"outputs": run_outputs, "outputs-check": run_outputs_check}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m press", description=__doc__)
    parser.add_argument("--root", type=Path, help="the book's folder (default: the one you are in)")
    verbs = parser.add_subparsers(dest="verb", required=True)
    for name, verb in VERBS.items():
        verbs.add_parser(name, help=verb.__doc__)
    asked = parser.parse_args()
    try:
        found = VERBS[asked.verb](open_book(asked.root))
    except PressError as error:
        found = [error.problem]
    for problem in found:
        print(problem, file=sys.stderr)
    print(f"press {asked.verb}: {len(found) or 'no'} problem{'s' * (len(found) != 1)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
