"""pytest --codeblocks: each block of each page is a test, and a failure names the file and line to mend.

Lies on pytest-codeblocks: `Page` is its MarkdownFile, `PageBlock` its TestBlock, shell blocks are run by it unchanged.
"""

import contextlib
import importlib
import io
import sys
import textwrap
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from pytest_codeblocks.plugin import MarkdownFile, TestBlock

from .blocks import Block, read_blocks
from .book import Book, PressError, difference
from .expand import Line
from .fences import Fence
from .isolation import State, alone
from .program import Program

HERE = str(Path(__file__).parent)


class Page(MarkdownFile):
    book: Book

    def collect(self) -> Iterator["PageBlock"]:
        self.programs: dict[Path, Program] = {}
        try:
            blocks = read_blocks(self.book, self.path)
        except PressError as error:
            raise self.CollectError(str(error)) from error
        for block in blocks:
            if block.lang == "python" and self.book.unrun_reason(self.path, block.code.code):
                continue
            item = PageBlock.from_parent(self, name=f"line {block.line}", obj=block.code)
            item.block = block
            for mark in block.code.marks:
                item.add_marker(eval(mark, {"sys": sys, "pytest": pytest}))
            yield item

    def program(self, path: Path) -> Program:
        if path not in self.programs:
            self.programs[path] = Program(self.book, path)
        return self.programs[path]


class PageBlock(TestBlock):
    block: Block

    def runtest(self) -> None:
        if self.block.lang != "python":
            with contextlib.chdir(self.parent.book.root):
                return super().runtest()
        if self.obj.importorskip:
            pytest.importorskip(self.obj.importorskip)
        printed, space = "", (ModuleType("__main__"), State())
        for piece in self.block.pieces:
            text, space = self._run(piece, space)
            printed += text
        self._compare(printed)

    def _run(self, piece: Fence, space: tuple[ModuleType, State]) -> tuple[str, tuple[ModuleType, State]]:
        """Run one fence; return what it printed and where a fence that continues it will run."""
        book, origin = self.parent.book, piece.origin
        if origin.is_relative_to(book.root / "snippets") and origin.suffix == ".py":
            program = self.parent.program(origin)
            printed = program.run_to(piece.last)
            names = [s.name for s in program.sections if any(s.start < line.number < s.end for line in piece.lines)]
            return "".join(printed.get(name, "") for name in names), (program.module, program.state)
        if name := book.module(origin):
            space = (ModuleType(name), State())
            space[0].__dict__.update(vars(importlib.import_module(name)))
        out = io.StringIO()
        with alone(*space), contextlib.redirect_stdout(out):
            exec(_compile(piece, self.path), space[0].__dict__)
        return out.getvalue(), space

    def _compare(self, printed: str) -> None:
        if self.obj.expected_output is None:
            return
        want, got = self.obj.expected_output, printed
        if self.obj.expected_output_ignore_whitespace:
            want, got = "".join(want.split()), "".join(got.split())
        # An included file brings its last newline along, and pymdownx dedents what it includes.
        unlike = difference(*(textwrap.dedent(text).rstrip("\n").split("\n") for text in (want, got)))
        if unlike:
            at, fence = unlike[0], self.block.expected
            line = next(iter(fence.lines[at : at + 1] or fence.lines[-1:]), Line("", fence.page, fence.line))
            what = f"the page shows {unlike[1]!r}, the code printed {unlike[2]!r}"
            todo = "If the code is right: make outputs"
            self.parent.book.refuse(line.file, line.number, what, todo)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> str:
        error, book = excinfo.value, self.parent.book
        if isinstance(error, PressError):
            return str(error)

        def at(file: str, line: int | None, what: str, code: str | None) -> str:
            return f"{book.name(Path(file))}:{line}: {what}\n    {(code or '').strip()}"

        frames = [f for f in traceback.extract_tb(excinfo.tb) if not f.filename.startswith(HERE)]
        first = next((i for i, f in enumerate(frames) if Path(f.filename).is_relative_to(book.root)), len(frames))
        shown = [at(f.filename, f.lineno, f"in {f.name}", f.line) for f in frames[first:]]
        if isinstance(error, SyntaxError) and error.filename:
            shown.append(at(error.filename, error.lineno, "does not parse", error.text))
        shown = shown or [at(str(self.path), self.block.line, "in this block", "")]
        stderr = getattr(error, "stderr", None) or b""
        return "\n".join([*shown, f"E   {type(error).__name__}: {error}", stderr.decode(errors="replace")]).rstrip()

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.block.line - 1, f"{self.parent.book.name(self.path)}:{self.block.line}"


def _compile(piece: Fence, page: Path):
    """Compile a fence as if it stood alone in its file, so that each traceback names the true line."""
    first = next((line for line in piece.lines if line.text.strip()), None)
    file, offset = (first.file, first.number - 1 - piece.lines.index(first)) if first else (page, piece.line)
    return compile("\n" * offset + piece.text, str(file), "exec", dont_inherit=True)


def prepare(config: pytest.Config) -> None:
    """Take the place of pytest-codeblocks' own collector; keep its option. Without a path, verify the whole book."""
    config.pluginmanager.unregister(name="codeblocks")
    if config.option.codeblocks and config.args_source is not config.ArgsSource.ARGS:
        config.args = [str(path) for path in (config.rootpath / "README.md", config.rootpath / "docs") if path.exists()]


def collect_page(book: Book, file: Path, parent: pytest.Collector) -> Page | None:
    if parent.config.option.codeblocks and file.suffix == ".md" and file in book.pages():
        page = Page.from_parent(parent, path=file)
        page.book = book
        return page
    return None
