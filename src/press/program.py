"""One snippet file as a program that can be run as far as a given line, and resumed."""

import __future__

import ast
import contextlib
import io
from pathlib import Path
from types import ModuleType

from .book import Book
from .isolation import State, alone
from .sections import MARK, Section, marker, sections_of


class Program:
    def __init__(self, book: Book, path: Path) -> None:
        self.book, self.path = book, path
        self.source = path.read_text("utf-8")
        self.sections = sections_of(path, book)
        self.statements = ast.parse(self.source, str(path)).body
        self.done = 0  # how many statements have been run
        self.failed_at = 0  # the line of the one that failed
        self.module = ModuleType("__main__")
        self.module.__file__ = str(path)
        self.state = State()

    def run_to(self, line: int) -> dict[str, str]:
        """Run on to the end of the statement that `line` lies in; return what each section printed."""
        printed: dict[str, str] = {}
        if self.failed_at:
            what = "an earlier part of this file failed here"
            self.book.refuse(self.path, self.failed_at, what, "Mend that first.")
        with alone(self.module, self.state):
            for statement in self._next(line):
                self.failed_at = statement.lineno
                if text := self._run_one(statement):
                    name = self._section(statement, text)
                    printed[name] = printed.get(name, "") + text
                self.failed_at = 0
        return printed

    def _run_one(self, statement: ast.stmt) -> str:
        self.done += 1
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(self._compile(statement), self.module.__dict__)
        self.state.newly_imported()
        return out.getvalue()

    def run(self) -> dict[str, str]:
        return self.run_to(self.source.count("\n") + 1)

    def _next(self, line: int) -> list[ast.stmt]:
        return [s for s in self.statements[self.done :] if _first(s) <= line]

    def _compile(self, statement: ast.stmt):
        future = [s for s in self.statements if isinstance(s, ast.ImportFrom) and s.module == "__future__"]
        flags = 0
        for name in (alias.name for s in future for alias in s.names):
            flags |= getattr(__future__, name).compiler_flag
        return compile(ast.Module([statement], []), str(self.path), "exec", flags, dont_inherit=True)

    def _section(self, statement: ast.stmt, text: str) -> str:
        for section in self.sections:
            if section.start < statement.lineno and statement.end_lineno < section.end:
                return section.name
        what = f"prints outside a section: {text.splitlines()[0]!r}"
        self.book.refuse(self.path, statement.lineno, what, "Move it wholly into a section.")


def _first(statement: ast.stmt) -> int:
    return min([statement.lineno, *(d.lineno for d in getattr(statement, "decorator_list", []))])


def cut(path: Path, after: int, line: int) -> tuple[str, int]:
    """A program from line `after` to the end of the statement around `line`, markers left out; and where that is."""
    source = path.read_text("utf-8")
    ends = [s.end_lineno for s in ast.parse(source, str(path)).body if _first(s) <= line <= s.end_lineno]
    last = max([line, *ends])
    lines = source.split("\n")[after:last]
    return "\n".join(text for text in lines if not MARK.search(text)), max(last, after)


def recorded(text: str, sections: list[Section]) -> dict[str, str]:
    """A `.out` file read back: what each section printed."""
    lines = text.split("\n")
    return {s.name: "".join(f"{line}\n" for line in lines[s.start : s.end - 1]) for s in sections}


def record(printed: dict[str, str], sections: list[Section]) -> str:
    """A `.out` file: the sections in the order of the program, each between its markers."""
    parts = []
    for name in (s.name for s in sections if s.name in printed):
        parts += [marker("start", name), printed[name].rstrip("\n"), marker("end", name)]
    return "".join(f"{part}\n" for part in parts)
