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
from functools import cache, partial
from pathlib import Path
from types import ModuleType

import pytest
from pytest_codeblocks.plugin import MarkdownFile, TestBlock

from .blocks import Block, read_blocks
from .book import Book, Problem, difference
from .expand import Line
from .fences import Fence
from .isolation import State, alone
from .program import Program

HERE = str(Path(__file__).parent)


class Page(MarkdownFile):
    book: Book

    def collect(self) -> Iterator["PageBlock"]:
        self.program = cache(partial(Program, self.book))  # one for each snippet file: its sections share a namespace
        try:
            blocks = read_blocks(self.book, self.path)
        except Problem as problem:
            raise self.CollectError(str(problem)) from problem
        for block in blocks:
            if block.lang == "python" and self.book.unrun_reason(self.path, block.code.code):
                continue
            item = PageBlock.from_parent(self, name=f"line {block.line}", obj=block.code)
            item.block = block
            for mark in block.code.marks:
                item.add_marker(eval(mark, {"sys": sys, "pytest": pytest}))
            yield item


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
            text, space = self._run(piece, *space)
            printed += text
        if self.block.expected:
            self._compare(self.block.expected, printed)

    def _run(self, piece: Fence, module: ModuleType, state: State) -> tuple[str, tuple[ModuleType, State]]:
        """Run one fence; return what it printed and where a fence that continues it will run."""
        book, origin = self.parent.book, piece.origin
        if origin.is_relative_to(book.root / "snippets") and origin.suffix == ".py":
            program = self.parent.program(origin)
            printed = program.run_to(piece.last)
            shown = {s.name for s in program.sections for line in piece.lines if s.start < line.number < s.end}
            return "".join(text for name, text in printed.items() if name in shown), (program.module, program.state)
        if name := book.module(origin):
            module, state = ModuleType(name), State()
            module.__dict__.update(vars(importlib.import_module(name)))
        with alone(module, state), contextlib.redirect_stdout(io.StringIO()) as out:
            exec(_compile(piece), module.__dict__)
        return out.getvalue(), (module, state)

    def _compare(self, fence: Fence, printed: str) -> None:
        texts = (fence.text, printed)
        if self.obj.expected_output_ignore_whitespace:
            texts = ("".join(text.split()) for text in texts)
        # An included file brings its last newline along, and pymdownx dedents what it includes.
        unlike = difference(*(textwrap.dedent(text).rstrip("\n").split("\n") for text in texts))
        if unlike:
            at, shown, got = unlike
            line = [*fence.lines, Line("", fence.page, fence.number)][min(at, len(fence.lines) - 1)]
            what = f"the page shows {shown!r}, the code printed {got!r}"
            raise self.parent.book.problem(line.file, line.number, what, "If the code is right: make outputs")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> str:
        """The lines of the book that the failure went through, the innermost last, and the failure."""
        error, book = excinfo.value, self.parent.book
        if isinstance(error, Problem):
            return str(error)
        frames = [f for f in traceback.extract_tb(excinfo.tb) if not f.filename.startswith(HERE)]
        steps = [(f.filename, f.lineno, f"in {f.name}", f.line) for f in frames]
        while steps and not Path(steps[0][0]).is_relative_to(book.root):
            del steps[0]
        if isinstance(error, SyntaxError) and error.filename:
            steps.append((error.filename, error.lineno, "does not parse", error.text))
        steps = steps or [(str(self.path), self.block.line, "in this block", "")]
        shown = [f"{book.name(Path(file))}:{n}: {what}\n    {(code or '').strip()}" for file, n, what, code in steps]
        stderr = (getattr(error, "stderr", None) or b"").decode(errors="replace")
        return "\n".join([*shown, f"E   {type(error).__name__}: {error}", stderr]).rstrip()

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.block.line - 1, f"{self.parent.book.name(self.path)}:{self.block.line}"


def _compile(piece: Fence):
    """Compile a fence as if it stood alone in its file, so that each traceback names the true line."""
    at, first = next(((n, line) for n, line in enumerate(piece.lines) if line.text.strip()), (0, None))
    file, offset = (first.file, first.number - 1 - at) if first else (piece.page, piece.number)
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
