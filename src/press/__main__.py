"""python -m press VERB: write what is generated, or check what is written."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from . import (
    api,
    downloads,
    equations,
    figures,
    gates,
    glossary,
    outputs,
    path_gate,
    path_page,
    quiz_gate,
    quiz_page,
    results,
    which_page,
)
from .book import Book, Problem, open_book


def run_quizzes(book: Book) -> Iterator[Problem]:
    book.write(quiz_page.generated(book))
    yield from quiz_gate.check(book)


def run_path(book: Book) -> Iterator[Problem]:
    book.write(path_page.generated(book))
    yield from path_gate.check(book)


def run_outputs(book: Book) -> Iterator[Problem]:
    yield from outputs.check(book, record=True)
    book.write(quiz_page.generated(book))  # before the pages that include them are read
    book.write(equations.generated(book))
    book.write(files := downloads.generated(book))
    for path in downloads.orphans(book, files):
        path.unlink()
    book.write(path_page.generated(book))  # its times follow from what the pages now hold


def run_results(book: Book) -> Iterator[Problem]:
    book.write(results.rewritten(book))
    book.write(results.generated(book) | equations.generated(book))
    book.write(path_page.generated(book))
    yield from results.check_pages(book)


def run_check(book: Book) -> list[Problem]:
    return [problem for gate in gates.READ.values() for problem in gates.attempt(lambda gate=gate: gate(book))]


def run_reference(book: Book) -> Iterator[Problem]:
    yield from glossary.check(book)
    book.write(glossary.generated(book))
    book.write(which_page.generated(book) | api.generated(book))


VERBS = {
    "outputs": (run_outputs, "run every snippet; record what it prints; write downloads and lists of equations"),
    "outputs-check": (outputs.check, "run every snippet again, each in a process of its own; compare exactly"),
    "results": (run_results, "rewrite keyed numbers from docs/results/; write the pages of results and equations"),
    "quizzes": (run_quizzes, "write each page's part with its questions"),
    "path": (run_path, "write the learning path, with the times of its pages and what they need"),
    "reference": (run_reference, "write the glossary, the index of what is taught where, and the pages of the library"),
    "figures": (figures.draw, "draw every figure from its recorded result"),
    "check": (run_check, "every gate that only reads the book"),
}


def main(args: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m press", description=__doc__)
    parser.add_argument("--root", type=Path, default=Path(), help="the book's folder (default: the one you are in)")
    parser.add_argument("verb", choices=VERBS, help="; ".join(f"{verb}: {told}" for verb, (_, told) in VERBS.items()))
    asked = parser.parse_args(args)
    found = gates.attempt(lambda: VERBS[asked.verb][0](open_book(asked.root)))
    for problem in found:
        print(problem, file=sys.stderr)
    print(f"press {asked.verb}: {len(found) or 'no'} problem{'s' * (len(found) != 1)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
