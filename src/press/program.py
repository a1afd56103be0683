"""One snippet file as a program that can be run as far as a given line, and resumed."""

import ast
import math
from pathlib import Path

from .book import Book
from .sections import MARK, MARKER, read_sections
from .space import Space


class Program:
    def __init__(self, book: Book, path: Path) -> None:
        self.book, self.path, self.space = book, path, Space()
        self.space.module.__file__ = str(path)
        self.sections, wrong = read_sections(book, path)
        if wrong:
            raise wrong[0]
        self.to_run = ast.parse(path.read_text("utf-8"), str(path)).body
        self.future = [s for s in self.to_run if isinstance(s, ast.ImportFrom) and s.module == "__future__"]

    def run_to(self, line: float = math.inf) -> dict[str, str]:
        """Run on to the end of the statement that `line` lies in; return what each section printed."""
        printed: dict[str, str] = {}
        with self.space.entered():
            while self.to_run and _first(statement := self.to_run[0]) <= line:
                code = ast.Module([*self.future, statement], [])  # `from __future__` holds for the whole file
                if text := self.space.run(compile(code, str(self.path), "exec", dont_inherit=True)):
                    name = self._section(statement, text)
                    printed[name] = printed.get(name, "") + text
                del self.to_run[0]  # only now: a statement that fails stops every later part of the file, too
        return printed

    def _section(self, statement: ast.stmt, text: str) -> str:
        for section in self.sections:
            if section.start < statement.lineno and statement.end_lineno < section.end:
                return section.name
        what = f"prints outside a section: {text.splitlines()[0]!r}"
        raise self.book.problem(self.path, statement.lineno, what, "Move it wholly into a section.")

    def record(self) -> str:
        """Run the rest; return the `.out` file: what each section printed, between the section's markers."""
        printed = self.run_to()
        names = [section.name for section in self.sections if section.name in printed]
        parts = [(MARKER.format("start", n), printed[n].rstrip("\n"), MARKER.format("end", n)) for n in names]
        return "".join(f"{line}\n" for part in parts for line in part)


def _first(statement: ast.stmt) -> int:
    return min([statement.lineno, *(d.lineno for d in getattr(statement, "decorator_list", []))])


def cut(path: Path, after: int, line: int) -> tuple[str, int]:
    """A program from line `after` to the end of the statement around `line`, markers left out; and where that is."""
    source = path.read_text("utf-8")
    last = max([line, *(s.end_lineno for s in ast.parse(source).body if _first(s) <= line)])
    lines = source.split("\n")[after:last]
    return "\n".join(text for text in lines if not MARK.search(text)), max(last, after)
