"""The fences of an expanded page, whatever their header style, their fence character and their container."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .book import Book
from .expand import Line, expand

PYTHON = {"python", "py", "python3", "py3"}
SHELL = {"sh", "bash"}
DATA = "toml yaml json ini csv tsv html xml css javascript js markdown tex bibtex make diff"
QUIET = {"", "text", "mermaid", "console", "output", *DATA.split()}
OPEN = re.compile(r"^(?P<lead>[ \t>]*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^`]*)$")


@dataclass(frozen=True)
class Fence:
    lang: str
    lines: tuple[Line, ...]  # the body, cut free of its container
    page: Path
    number: int

    @property
    def text(self) -> str:
        return "".join(f"{line.text}\n" for line in self.lines)

    @property
    def origin(self) -> Path:
        """The one file that its code was cut from, or else the page."""
        files = {line.file for line in self.lines if line.text.strip()}
        return files.pop() if len(files) == 1 else self.page

    @property
    def last(self) -> int:
        """Where, in its file, its code ends."""
        return max(line.number for line in self.lines if line.text.strip())


def read_parts(book: Book, page: Path) -> Iterator[Line | Fence]:
    """The page in order: fences as one piece each, all other lines as they are."""
    lines = iter(expand(book, page))
    comment = False
    for line in lines:
        hit = OPEN.match(line.text)
        if hit and comment:
            todo = "Its code leaks into the page: move it out or delete it."
            raise book.problem(line.file, line.number, "fence inside an HTML comment", todo)
        _, opened, rest = ("<!--" * comment + line.text).rpartition("<!--")
        comment = bool(opened) and "-->" not in rest
        yield _fence(book, page, line, hit, lines) if hit else line


def read_fences(book: Book, page: Path) -> list[Fence]:
    return [part for part in read_parts(book, page) if isinstance(part, Fence)]


def _fence(book: Book, page: Path, first: Line, hit: re.Match[str], lines: Iterator[Line]) -> Fence:
    # `python title="x"`, `{.python .annotate}`, `{ .py hl_lines="1" }` and `Python3` all begin with a language.
    lang = re.split(r"[\s{}]+", hit["info"].strip("{} \t"))[0].lstrip(".").lower()
    lang = "python" if lang in PYTHON else lang
    if lang not in PYTHON | SHELL | QUIET:
        todo = f"Write python, sh, bash, or one that nobody runs: {', '.join(sorted(QUIET - {''}))}."
        raise book.problem(first.file, first.number, f"unknown fence language '{lang}'", todo)
    body = []
    for line in lines:
        if line.text.lstrip(" \t>").rstrip() == hit["fence"]:
            return Fence(lang, tuple(body), page, first.number)
        body.append(Line(_cut(line.text, hit["lead"]), line.file, line.number))
    todo = f"Close it with {hit['fence']} on a line of its own."
    raise book.problem(first.file, first.number, "fence never closed", todo)


def _cut(text: str, lead: str) -> str:
    """Take a container's indentation, or a quotation's marks, off a line; never more than is there."""
    if ">" in lead:
        return re.sub(rf"^[ \t]*(>[ \t]?){{{lead.count('>')}}}", "", text)
    free = len(text) - len(text.lstrip(" \t"))
    return text[min(len(lead), free) :]
