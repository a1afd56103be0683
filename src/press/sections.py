"""Named sections of a file, between a start marker and an end marker, and the gate that they balance."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from .book import Book, Problem

MARKER = "# --8<-- [{}:{}]"
MARK = re.compile(r"(?<!;)-+8<-+[ \t]+\[\s*(start|end)\s*:\s*([a-z][-\w]*)\s*\]", re.I)
INCLUDE = re.compile(r"""^[ \t>]*-+8<-+[ \t]+["']([^"':]+):?([^"']*)["'][ \t]*$""")
PAIRED = (
    "Write each section's start and its end once, in this order; a section without an end goes on to the last line."
)


class Section(NamedTuple):
    name: str
    start: int  # the lines of the two markers, counted from 1
    end: int


def read_sections(book: Book, path: Path) -> tuple[list[Section], list[Problem]]:
    """The sections of a file in order, and what is wrong with its markers."""
    starts: dict[str, int] = {}
    ends: dict[str, int] = {}
    wrong = []
    for n, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if mark := MARK.search(line):
            kind, name = mark[1].lower(), mark[2]
            seen = starts if kind == "start" else ends
            if seen.setdefault(name, n) != n:
                wrong.append((n, f"section '{name}' {kind}s twice"))
    wrong += [(n, f"section '{name}' never ends") for name, n in starts.items() if ends.get(name, 0) < n]
    wrong += [(n, f"section '{name}' ends but never started") for name, n in ends.items() if starts.get(name, n) >= n]
    sections = [Section(name, n, ends[name]) for name, n in starts.items() if name in ends]
    return sections, [book.problem(path, n, what, PAIRED) for n, what in wrong]


def check(book: Book) -> Iterator[Problem]:
    """Markers balance; each include names a file and a section that are there; each snippet section is shown."""
    shown = set()
    for page in book.pages():
        for n, line in enumerate(page.read_text("utf-8").split("\n"), 1):
            if include := INCLUDE.match(line):
                file, section = include.groups()
                shown.add((book.root / file, section))
                if wrong := _include(book, book.root / file, section):
                    yield book.problem(page, n, f"includes {file}:{section}: {wrong}", "Name a section of a file.")
    for path in book.files("src/**/*.py", "snippets/**/*.py", "snippets/**/*.out"):
        sections, problems = read_sections(book, path)
        yield from problems
        for section in sections if book.is_snippet(path) else ():
            if (path, section.name) not in shown:
                what = f"section '{section.name}' is shown on no page"
                yield book.problem(path, section.start, what, "Show it, or take its markers away.")


def _include(book: Book, path: Path, section: str) -> str:
    """What is wrong with an include."""
    if not path.is_file():
        return "there is no such file"
    if section and not section[0].isalpha():
        return "lines by number, which move"
    names = [s.name for s in read_sections(book, path)[0]]
    return f"its sections are {', '.join(names) or 'none'}" if section and section not in names else ""
