"""A page as the reader sees it: snippets expanded, fences in one piece, each line knowing the file it comes from.

Expanding is the work of pymdownx's own preprocessor. Fences are found whatever their header and their container.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown import Markdown
from pymdownx.snippets import SnippetExtension, SnippetMissingError, SnippetPreprocessor

from .book import Book, line_of

SETTINGS = {"check_paths": True, "dedent_subsections": True}  # as in mkdocs.yml; tests/book compares the two
TAG = "\ue000"  # a character of the private use area: on no page, and no white space, so dedenting leaves it alone
PYTHON = {"python", "py", "python3", "py3"}
SHELL = {"sh", "bash"}
DATA = "toml yaml json ini csv tsv html xml css javascript js markdown tex bibtex make diff"
QUIET = {"", "text", "mermaid", "console", "output", *DATA.split()}
OPEN = re.compile(r"^(?P<lead>[ \t>]*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^`]*)$")


@dataclass(frozen=True)
class Line:
    text: str
    file: Path
    number: int


@dataclass(frozen=True)
class Fence:
    lang: str
    lines: tuple[Line, ...]  # the body, cut free of its container
    file: Path  # where it is opened
    number: int

    @property
    def text(self) -> str:
        return "".join(f"{line.text}\n" for line in self.lines)

    @property
    def origin(self) -> Path:
        """The one file that its code was cut from, or else the page."""
        files = {line.file for line in self.lines if line.text.strip()}
        return files.pop() if len(files) == 1 else self.file

    @property
    def last(self) -> int:
        """Where, in its file, its code ends."""
        return max(line.number for line in self.lines if line.text.strip())


class _Tagging(SnippetPreprocessor):
    """Hang file and line number on each line before pymdownx cuts, dedents and inserts."""

    def read_lines(self, path: str) -> list[str]:
        lines = enumerate(super().read_lines(path), 1)
        return [f"{line}{TAG}{path}{TAG}{n}" if line.strip() and "8<-" not in line else line for n, line in lines]


def _expand(book: Book, page: Path) -> Iterator[Line]:
    reader = _Tagging(SnippetExtension(base_path=[str(book.root)], **SETTINGS).getConfigs(), Markdown())
    try:
        raw = reader.run(reader.read_lines(str(page)))
    except SnippetMissingError as error:
        at = line_of(page, str(error).split("'")[1])
        raise book.problem(page, at, str(error), "Correct the path; it counts from the root of the book.") from error
    file, number = page, 0
    for body, *origin in (text.split(TAG) for text in raw):
        # One without a tag is blank, or an escaped marker: it follows the line before it.
        file, number = (Path(origin[0]), int(origin[1])) if origin else (file, number + 1)
        yield Line(body if body.strip() else "", file, number)


def read_parts(book: Book, page: Path) -> Iterator[Line | Fence]:
    """The page in order: fences as one piece each, all other lines as they are."""
    lines = _expand(book, page)
    comment = False
    for line in lines:
        hit = OPEN.match(line.text)
        if hit and comment:
            todo = "Its code leaks into the page: move it out or delete it."
            raise book.problem(line.file, line.number, "fence inside an HTML comment", todo)
        _, opened, rest = ("<!--" * comment + line.text).rpartition("<!--")
        comment = bool(opened) and "-->" not in rest
        yield _fence(book, line, hit, lines) if hit else line


def read_fences(book: Book, page: Path) -> list[Fence]:
    return [part for part in read_parts(book, page) if isinstance(part, Fence)]


def _fence(book: Book, first: Line, hit: re.Match[str], lines: Iterator[Line]) -> Fence:
    # `python title="x"`, `{.python .annotate}`, `{ .py hl_lines="1" }` and `Python3` all begin with a language.
    lang = re.split(r"[\s{}]+", hit["info"].strip("{} \t"))[0].lstrip(".").lower()
    lang = "python" if lang in PYTHON else lang
    if lang not in PYTHON | SHELL | QUIET:
        todo = f"Write python, sh, bash, or one that nobody runs: {', '.join(sorted(QUIET - {''}))}."
        raise book.problem(first.file, first.number, f"unknown fence language '{lang}'", todo)
    # Take a container's indentation, or a quotation's marks, off each line; never more than is there.
    lead = hit["lead"]
    container = rf"^[ \t]*(>[ \t]?){{{lead.count('>')}}}" if ">" in lead else rf"^[ \t]{{0,{len(lead)}}}"
    body = []
    for line in lines:
        if line.text.lstrip(" \t>").rstrip() == hit["fence"]:
            return Fence(lang, tuple(body), first.file, first.number)
        body.append(Line(re.sub(container, "", line.text), line.file, line.number))
    todo = f"Close it with {hit['fence']} on a line of its own."
    raise book.problem(first.file, first.number, "fence never closed", todo)
