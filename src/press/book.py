"""Where a book keeps its things: the nearest `pyproject.toml` with a `[tool.press]` table is the root of one book."""

import os
import tomllib
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import NoReturn


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: in which file and line, what it is, and what to do about it."""

    file: str
    line: int
    what: str
    todo: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}\n    {self.todo}"


class PressError(Exception):
    """A problem that stops the work at hand."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True)
class Book:
    root: Path
    digest: str = ""
    figures: str = ""
    katex: str = "docs/assets/vendor/katex/katex.min.js"
    unrun: list[dict[str, str]] = field(default_factory=list)

    @property
    def docs(self) -> Path:
        return self.root / "docs"

    @property
    def results(self) -> Path:
        return self.docs / "results"

    def name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)

    def problem(self, path: Path, line: int, what: str, todo: str) -> Problem:
        return Problem(self.name(path), line, what, todo)

    def refuse(self, path: Path, line: int, what: str, todo: str) -> NoReturn:
        raise PressError(self.problem(path, line, what, todo))

    def module(self, path: Path) -> str:
        """The name under which a file of src/ is imported; nothing for a file from elsewhere."""
        inside = path.is_relative_to(self.root / "src")
        return ".".join(path.relative_to(self.root / "src").with_suffix("").parts) if inside else ""

    def pages(self) -> list[Path]:
        readme = self.root / "README.md"
        return [readme] * readme.exists() + sorted(self.docs.rglob("*.md"))

    def notebooks(self) -> list[Path]:
        return sorted((self.docs / "notebooks").glob("*.py"))

    def snippets(self) -> list[Path]:
        return sorted((self.root / "snippets").rglob("*.py"))

    def slug(self, page: Path) -> str:
        return page.relative_to(self.docs).with_suffix("").as_posix()

    def unrun_reason(self, page: Path, code: str) -> str:
        """Why this block may go unrun: an entry names a page and, if not the whole page, how the block begins."""
        for entry in self.unrun:
            if entry["page"] == self.name(page) and code.startswith(entry.get("starts", "")):
                return entry["reason"]
        return ""


def open_book(start: Path | None = None) -> Book:
    """The book that `start` (by default the current folder) lies in."""
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        file = folder / "pyproject.toml"
        if file.exists() and (table := tomllib.loads(file.read_text("utf-8")).get("tool", {}).get("press")) is not None:
            return Book(folder, **table)
    todo = "Run press inside the book, or name the book's folder with --root."
    raise PressError(Problem(str(start), 1, "no pyproject.toml with a [tool.press] table here or above", todo))


def write(path: Path, text: str) -> bool:
    """Write a generated file whole or not at all, and only if it changes; say whether it did."""
    if path.exists() and path.read_text("utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(text, "utf-8")
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return True


def difference(was: list[str], now: list[str]) -> tuple[int, str, str] | None:
    """The first line, counted from 0, in which two texts differ, and that line of each."""
    pairs = enumerate(zip_longest(was, now, fillvalue="(nothing more)"))
    return next(((n, a, b) for n, (a, b) in pairs if a != b), None)


def line_of(path: Path, needle: str) -> int:
    """The first line of a file in which `needle` stands; 0 if it stands nowhere."""
    return next((n for n, line in enumerate(path.read_text("utf-8").split("\n"), 1) if needle in line), 0)
