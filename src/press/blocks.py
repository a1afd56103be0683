"""The blocks of a page, as pytest-codeblocks reads them.

Its parser decides what continues what, which fence is an expected output and which marks a block carries. It is given a
page in which each fence is one plain fence around a token, so header styles and containers cannot hide code from it.
"""

import io
import re
from dataclasses import dataclass
from pathlib import Path

from pytest_codeblocks.main import CodeBlock, extract_from_buffer

from .book import Book
from .expand import Line
from .fences import QUIET, SHELL, Fence, read_fences

TOKEN = "\ue001"
DIRECTIVE = re.compile(r"^[ \t>]*(<!--[-\s]*pytest[-.](?:codeblocks:|mark\.).*-->)\s*$")
MAY_NOT_RUN = re.compile(r"pytest\.mark\.skip")
REASON = re.compile(r"reason\s*=\s*[\"']\s*\w")


@dataclass(frozen=True)
class Block:
    code: CodeBlock  # its text, marks and expected output
    pieces: tuple[Fence, ...]  # the fence, and those that continue it
    expected: Fence | None

    @property
    def line(self) -> int:
        return self.pieces[0].line

    @property
    def lang(self) -> str:
        return self.pieces[0].lang

    @property
    def always_runs(self) -> bool:
        return not self.code.importorskip and not any(MAY_NOT_RUN.match(mark) for mark in self.code.marks)


class _Counting(io.StringIO):
    """Knows how far it was read, so a directive the parser refuses has a line."""

    read = 0

    def readline(self, *args) -> str:
        self.read += 1
        return super().readline(*args)


def read_blocks(book: Book, page: Path) -> list[Block]:
    """The blocks of a page that are to be run, in order."""
    parts = read_fences(book, page)
    fences = [part for part in parts if isinstance(part, Fence)]
    text, lines = _plain(parts)
    buffer = _Counting(text)
    try:
        found = extract_from_buffer(buffer, max_num_lines=10**9)
    except RuntimeError as error:
        at = lines[min(buffer.read, len(lines)) - 1]
        book.refuse(page, at, str(error), "Read which directives pytest-codeblocks knows.")
    blocks = [_block(code, fences) for code in found]
    for block in blocks:
        _refuse(book, block)
    return [block for block in blocks if block.lang not in QUIET]


def _plain(parts: list[Line | Fence]) -> tuple[str, list[int]]:
    """What the parser is given, and the page's line for each line of it."""
    text, lines, count = [], [], 0
    for part in parts:
        if isinstance(part, Fence):
            text += [f"```{part.lang}", f"{TOKEN}{count}", "```"]
            count += 1
        else:
            hit = DIRECTIVE.match(part.text)
            text.append(hit[1] if hit else "")
        lines += [part.line if isinstance(part, Fence) else part.number] * (len(text) - len(lines))
    return "\n".join(text) + "\n", lines


def _block(code: CodeBlock, fences: list[Fence]) -> Block:
    def those(text: str | None) -> tuple[Fence, ...]:
        return tuple(fences[int(n)] for n in (text or "").replace(TOKEN, "").split())

    pieces, expected = those(code.code), those(code.expected_output)
    code.code = "".join(piece.text for piece in pieces)
    code.expected_output = expected[0].text if expected else None
    return Block(code, pieces, expected[0] if expected else None)


def _refuse(book: Book, block: Block) -> None:
    """Stop at what would let code or output go unchecked."""
    page, line, lang = block.pieces[0].page, block.line, block.lang
    for piece in block.pieces[1:]:
        if piece.lang != block.lang:
            todo = f"It can only continue {piece.lang} code: move it."
            book.refuse(page, piece.line, f"'cont' follows a '{lang}' fence", todo)
    if block.expected and block.lang in QUIET:
        todo = "Put it right below its code."
        book.refuse(page, block.expected.line, f"expected output follows a '{lang}' fence", todo)
    if block.always_runs or lang in QUIET:
        return
    if block.lang in SHELL and not all(REASON.search(mark) for mark in block.code.marks):
        book.refuse(page, line, "shell block skipped without a reason", 'Write <!--pytest.mark.skip(reason="...")-->.')
    if block.lang == "python" and not book.unrun_reason(block.pieces[0].page, block.code.code):
        todo = "Let it run, or list it with its reason in pyproject.toml, [tool.press] unrun."
        book.refuse(page, line, "Python block that may be skipped", todo)
