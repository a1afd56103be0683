"""One snippet file as a program that can be run as far as a given line, and resumed."""

import ast
import contextlib
import io
import math
from pathlib import Path
from types import ModuleType

from .book import Book
from .isolation import State, alone
from .sections import MARK, marker, sections_of


class Program:
    def __init__(self, book: Book, path: Path) -> None:
        self.book, self.path = book, path
        self.sections = sections_of(book, path)
        self.to_run = ast.parse(path.read_text("utf-8"), str(path)).body
        self.future = [s for s in self.to_run if isinstance(s, ast.ImportFrom) and s.module == "__future__"]
        self.failed_at = 0  # the line of the statement that failed
        self.module = ModuleType("__main__")
        self.module.__file__ = str(path)
        self.state = State()

    def run_to(self, line: float = math.inf) -> dict[str, str]:
        """Run on to the end of the statement that `line` lies in; return what each section printed."""
        if self.failed_at:
            what = "an earlier part of this file failed here"
            raise self.book.problem(self.path, self.failed_at, what, "Mend that first.")
        printed: dict[str, str] = {}
        with alone(self.module, self.state):
            while self.to_run and _first(self.to_run[0]) <= line:
                statement = self.to_run.pop(0)
                self.failed_at = statement.lineno
                if text := self._run(statement):
                    name = self._section(statement, text)
                    printed[name] = printed.get(name, "") + text
                self.failed_at = 0
        return printed

    def _run(self, statement: ast.stmt) -> str:
        code = ast.Module([*self.future, statement], [])  # `from __future__` holds for the whole file
        with contextlib.redirect_stdout(io.StringIO()) as out:
            exec(compile(code, str(self.path), "exec", dont_inherit=True), self.module.__dict__)
        self.state.seed_new()
        return out.getvalue()

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
        parts = [(marker("start", name), printed[name].rstrip("\n"), marker("end", name)) for name in names]
        return "".join(f"{line}\n" for part in parts for line in part)


def _first(statement: ast.stmt) -> int:
    return min([statement.lineno, *(d.lineno for d in getattr(statement, "decorator_list", []))])


def cut(path: Path, after: int, line: int) -> tuple[str, int]:
    """A program from line `after` to the end of the statement around `line`, markers left out; and where that is."""
    source = path.read_text("utf-8")
    ends = [s.end_lineno for s in ast.parse(source, str(path)).body if _first(s) <= line <= s.end_lineno]
    last = max([line, *ends])
    lines = source.split("\n")[after:last]
    return "\n".join(text for text in lines if not MARK.search(text)), max(last, after)
