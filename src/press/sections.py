"""Named sections of a file, between a start marker and an end marker, and the gate that they balance."""

import re
from dataclasses import dataclass
from pathlib import Path

from .book import Book, PressError, Problem

MARK = re.compile(r"(?<!;)-+8<-+[ \t]+\[\s*(start|end)\s*:\s*([a-z][-\w]*)\s*\]", re.I)
INCLUDE = re.compile(r"""^[ \t>]*-+8<-+[ \t]+["']([^"']+)["'][ \t]*$""")


@dataclass(frozen=True)
class Section:
    name: str
    start: int  # the lines of the two markers, counted from 1
    end: int


def marker(kind: str, name: str) -> str:
    return f"# --8<-- [{kind}:{name}]"


def read_sections(text: str, file: str) -> tuple[list[Section], list[Problem]]:
    done: list[Section] = []
    open_at: dict[str, int] = {}
    problems = []

    def wrong(line: int, what: str, todo: str) -> None:
        problems.append(Problem(file, line, what, todo))

    for n, line in enumerate(text.split("\n"), 1):
        if not (mark := MARK.search(line)):
            continue
        kind, name = mark[1].lower(), mark[2]
        if kind == "start" and (name in open_at or any(s.name == name for s in done)):
            wrong(n, f"section '{name}' starts twice", "Give each section of a file its own name.")
        elif kind == "start":
            open_at[name] = n
        elif name not in open_at:
            wrong(n, f"section '{name}' ends but never started", f"Write {marker('start', name)} above it.")
        else:
            done.append(Section(name, open_at.pop(name), n))
    for name, n in open_at.items():
        wrong(n, f"section '{name}' never ends", f"Write {marker('end', name)}, or pages include the rest of the file.")
    return sorted(done, key=lambda s: s.start), problems


def sections_of(path: Path, book: Book) -> list[Section]:
    found, problems = read_sections(path.read_text("utf-8"), book.name(path))
    if problems:
        raise PressError(problems[0])
    return found


def includes(page: Path) -> list[tuple[int, str, str]]:
    """Each `--8<-- "file:section"` line of a page: (line, file, what follows the first colon)."""
    found = []
    for n, line in enumerate(page.read_text("utf-8").split("\n"), 1):
        if hit := INCLUDE.match(line):
            found.append((n, *hit[1].partition(":")[::2]))
    return found


def check(book: Book) -> list[Problem]:
    """Markers balance; each include names a file and a section that are there; each snippet section is shown."""
    problems, shown = [], set()
    for page in book.pages():
        for n, file, section in includes(page):
            shown.add((book.root / file, section))
            if wrong := _include(book.root / file, section):
                problems.append(
                    book.problem(page, n, f"includes {file}:{section}: {wrong}", "Name a section of a file.")
                )
    for path in sorted(p for top in ("src", "snippets") for p in (book.root / top).rglob("*.*")):
        if path.suffix in {".py", ".out"}:
            found, bad = read_sections(path.read_text("utf-8"), book.name(path))
            problems += bad
            for section in found if path in book.snippets() else []:
                if (path, section.name) not in shown:
                    what = f"section '{section.name}' is shown on no page"
                    problems.append(book.problem(path, section.start, what, "Show it, or take its markers away."))
    return problems


def _include(path: Path, section: str) -> str:
    """What is wrong with an include."""
    if not path.is_file():
        return "there is no such file"
    if section and not section[0].isalpha():
        return "lines by number, which move"
    names = [s.name for s in read_sections(path.read_text("utf-8"), "")[0]]
    return f"its sections are {', '.join(names) or 'none'}" if section and section not in names else ""
