"""Named sections of a file, between a start marker and an end marker, and the gate that they balance."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .book import Book, Problem

MARK = re.compile(r"(?<!;)-+8<-+[ \t]+\[\s*(start|end)\s*:\s*([a-z][-\w]*)\s*\]", re.I)
INCLUDE = re.compile(r"""^[ \t>]*-+8<-+[ \t]+["']([^"':]+):?([^"']*)["'][ \t]*$""")


@dataclass(frozen=True)
class Section:
    name: str
    start: int  # the lines of the two markers, counted from 1
    end: int


def marker(kind: str, name: str) -> str:
    return f"# --8<-- [{kind}:{name}]"


def read_sections(book: Book, path: Path) -> tuple[list[Section], list[Problem]]:
    """The sections of a file in order, and what is wrong with its markers."""
    at: dict[str, dict[str, int]] = {"start": {}, "end": {}}
    wrong = []
    for n, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if mark := MARK.search(line):
            kind, name = mark[1].lower(), mark[2]
            if name in at[kind]:
                wrong.append((n, f"section '{name}' {kind}s twice", "Give each section of a file its own name."))
            at[kind].setdefault(name, n)
    starts, ends = at["start"], at["end"]
    for name in {**starts, **ends}:
        if ends.get(name, 0) < starts.get(name, 0):
            todo = f"Write {marker('end', name)} below it, or pages include the rest of the file."
            wrong.append((starts[name], f"section '{name}' never ends", todo))
        if name in ends and starts.get(name, ends[name]) >= ends[name]:
            todo = f"Write {marker('start', name)} above it."
            wrong.append((ends[name], f"section '{name}' ends but never started", todo))
    sections = [Section(name, n, ends[name]) for name, n in starts.items() if name in ends]
    return sections, [book.problem(path, *problem) for problem in wrong]


def sections_of(book: Book, path: Path) -> list[Section]:
    sections, problems = read_sections(book, path)
    if problems:
        raise problems[0]
    return sections


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
        for section in sections if book.name(path).startswith("snippets/") and path.suffix == ".py" else ():
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
