"""The blocks of a page, as pytest-codeblocks reads them.

Its parser decides what continues what, which fence is an expected output and which marks a block carries. It is given a
page in which each fence is one plain fence around a token, so header styles and containers cannot hide code from it.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pytest_codeblocks.main import CodeBlock, extract_from_buffer

from .book import Book
from .fences import QUIET, SHELL, Fence, read_parts

TOKEN = "\ue001"
DIRECTIVE = re.compile(r"^[ \t>]*(<!--[-\s]*pytest[-.](?:codeblocks:|mark\.).*-->)\s*$")
REASON = re.compile(r"reason\s*=\s*[\"']\s*\w")


@dataclass(frozen=True)
class Block:
    code: CodeBlock  # its text, marks and expected output
    pieces: tuple[Fence, ...]  # the fence, and those that continue it
    expected: Fence | None

    @property
    def line(self) -> int:
        return self.pieces[0].number

    @property
    def lang(self) -> str:
        return self.pieces[0].lang

    @property
    def always_runs(self) -> bool:
        return not self.code.importorskip and not any(mark.startswith("pytest.mark.skip") for mark in self.code.marks)


def read_blocks(book: Book, page: Path) -> list[Block]:
    """The blocks of a page that are to be run, in order."""
    fences, text, lines = [], "", []
    for part in read_parts(book, page):
        if isinstance(part, Fence):
            plain = f"```{part.lang}\n{TOKEN}{len(fences)}\n```\n"
            fences.append(part)
        else:
            plain = f"{''.join(DIRECTIVE.findall(part.text))}\n"
        text += plain
        lines += [part.number] * plain.count("\n")
    buffer = io.StringIO(text)
    try:
        blocks = [_block(code, fences) for code in extract_from_buffer(buffer, max_num_lines=10**9)]
    except RuntimeError as error:
        at = lines[text.count("\n", 0, buffer.tell()) - 1]
        raise book.problem(page, at, str(error), "Read which directives pytest-codeblocks knows.") from error
    for problem in (problem for block in blocks for problem in _unchecked(book, page, block)):
        raise book.problem(page, *problem)
    return [block for block in blocks if block.lang not in QUIET]


def python_blocks(book: Book, page: Path) -> list[Block]:
    """The blocks of Python that run wherever the book is verified."""
    blocks = [block for block in read_blocks(book, page) if block.lang == "python" and block.always_runs]
    return [block for block in blocks if not book.unrun_reason(page, block.code.code)]


def _block(code: CodeBlock, fences: list[Fence]) -> Block:
    """Put the fences back where their tokens are."""
    pieces = tuple(fences[int(n)] for n in code.code.replace(TOKEN, "").split())
    expected = fences[int(code.expected_output.strip().strip(TOKEN))] if code.expected_output else None
    code.code = "".join(piece.text for piece in pieces)
    code.expected_output = expected.text if expected else None
    return Block(code, pieces, expected)


def _unchecked(book: Book, page: Path, block: Block) -> Iterator[tuple[int, str, str]]:
    """What would let code or output go unchecked."""
    lang, runs = block.lang, block.always_runs
    for piece in block.pieces[1:]:
        if piece.lang != lang:
            yield piece.number, f"'cont' follows a '{lang}' fence", f"It can only continue {piece.lang} code: move it."
    if block.expected and lang in QUIET:
        yield block.expected.number, f"expected output follows a '{lang}' fence", "Put it right below its code."
    if lang in SHELL and not runs and not all(REASON.search(mark) for mark in block.code.marks):
        yield block.line, "shell block skipped without a reason", 'Write <!--pytest.mark.skip(reason="...")-->.'
    if lang == "python" and not runs and not book.unrun_reason(page, block.code.code):
        todo = "Let it run, or list it with its reason in pyproject.toml, [tool.press] unrun."
        yield block.line, "Python block that may be skipped", todo
