"""pytest --codeblocks: each block of each page is a test, and a failure names the file and line to mend.

Lies on pytest-codeblocks: `Page` is its MarkdownFile, `PageBlock` its TestBlock, shell blocks are run by it unchanged.
"""

import contextlib
import importlib
import sys
import textwrap
from collections.abc import Iterator
from functools import cache, partial
from itertools import dropwhile
from pathlib import Path
from traceback import FrameSummary, extract_tb

import pytest
from pytest_codeblocks.plugin import MarkdownFile, TestBlock

from .blocks import Block, read_blocks
from .book import Book, Problem, difference
from .fences import Fence
from .program import Program
from .space import Space

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
            item.block, item.book = block, self.book
            for mark in block.code.marks:
                item.add_marker(eval(mark, {"sys": sys, "pytest": pytest}))
            yield item


class PageBlock(TestBlock):
    block: Block
    book: Book

    def runtest(self) -> None:
        if self.block.lang != "python":
            with contextlib.chdir(self.book.root):
                return super().runtest()
        printed, space = "", Space()
        for piece in self.block.pieces:
            text, space = self._run(piece, space)
            printed += text
        if self.block.expected:
            self._compare(self.block.expected, printed)

    def _run(self, piece: Fence, space: Space) -> tuple[str, Space]:
        """Run one fence; return what it printed and where a fence that continues it will run."""
        if self.book.is_snippet(piece.origin):
            program = self.parent.program(piece.origin)
            printed = program.run_to(piece.last)
            shown = {s.name for s in program.sections for line in piece.lines if s.start < line.number < s.end}
            return "".join(text for name, text in printed.items() if name in shown), program.space
        if name := self.book.module(piece.origin):
            space = Space(name)
            space.module.__dict__.update(vars(importlib.import_module(name)))
        # Compiled as if it stood alone in its file, so that each traceback names the true line.
        at, first = next(((n, line) for n, line in enumerate(piece.lines) if line.text.strip()), (0, piece))
        code = "\n" * (first.number - 1 - at) + piece.text
        with space.entered():
            return space.run(compile(code, str(first.file), "exec", dont_inherit=True)), space

    def _compare(self, fence: Fence, printed: str) -> None:
        # An included file brings its last newline along, and pymdownx dedents what it includes.
        unlike = difference(*(textwrap.dedent(text).rstrip("\n") for text in (fence.text, printed)))
        if unlike:
            at, shown, got = unlike
            line = (fence.lines or (fence,))[min(at, max(len(fence.lines) - 1, 0))]
            what = f"the page shows {shown!r}, the code printed {got!r}"
            raise self.book.problem(line.file, line.number, what, "If the code is right: make outputs")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> str:
        """The lines of the book that the failure went through, the innermost last, and the failure."""
        error = excinfo.value
        if isinstance(error, Problem):
            return str(error)
        frames = [f for f in extract_tb(excinfo.tb) if not f.filename.startswith(HERE)]
        steps = list(dropwhile(lambda frame: not Path(frame.filename).is_relative_to(self.book.root), frames))
        if isinstance(error, SyntaxError) and error.filename:
            steps.append(FrameSummary(error.filename, error.lineno, "<module>", line=error.text))
        steps = steps or [FrameSummary(str(self.path), self.block.line, "this block", line="")]
        told = [f"{self.book.name(Path(f.filename))}:{f.lineno}: in {f.name}\n    {f.line}" for f in steps]
        stderr = (getattr(error, "stderr", None) or b"").decode(errors="replace")
        return "\n".join([*told, f"E   {type(error).__name__}: {error}", stderr]).rstrip()

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.block.line - 1, f"{self.book.name(self.path)}:{self.block.line}"


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
