"""The fences of an expanded page, whatever their header style, their fence character and their container."""

import re
from dataclasses import dataclass
from pathlib import Path

from .book import Book
from .expand import Line, expand

PYTHON = {"python", "py", "python3", "py3"}
SHELL = {"sh", "bash"}
QUIET = {
    *("", "text", "mermaid", "console", "output", "toml", "yaml", "json", "diff", "ini", "make", "markdown", "html"),
    *("xml", "css", "javascript", "js", "bibtex", "tex", "csv", "tsv"),
}
OPEN = re.compile(r"^(?P<lead>[ \t>]*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^`]*)$")


@dataclass(frozen=True)
class Fence:
    lang: str
    lines: tuple[Line, ...]  # the body, cut free of its container
    page: Path
    line: int

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


def language(info: str) -> str:
    """`python title="x"`, `{.python .annotate}`, `{ .py hl_lines="1" }` and `Python3` all begin with a language."""
    words = re.split(r"[\s{}]+", info.strip().strip("{}").strip())
    return words[0].lstrip(".").lower()


def read_fences(book: Book, page: Path) -> list[Line | Fence]:
    """The page in order: fences as one piece each, all other lines as they are."""
    parts: list[Line | Fence] = []
    lines = iter(expand(book, page))
    comment = False
    for line in lines:
        if hit := OPEN.match(line.text):
            parts.append(_fence(book, page, line, hit, lines))
            if comment:
                todo = "Its code leaks into the page: move it out or delete it."
                book.refuse(line.file, line.number, "fence inside an HTML comment", todo)
        else:
            parts.append(line)
            comment = (
                "-->" not in line.text.rpartition("<!--")[2]
                if "<!--" in line.text
                else comment and "-->" not in line.text
            )
    return parts


def _fence(book: Book, page: Path, first: Line, hit: re.Match[str], lines) -> Fence:
    lang = language(hit["info"])
    lang = "python" if lang in PYTHON else lang
    if lang not in PYTHON | SHELL | QUIET:
        todo = f"Write python, sh, bash, or one that nobody runs: {', '.join(sorted(QUIET - {''}))}."
        book.refuse(first.file, first.number, f"unknown fence language '{lang}'", todo)
    body = []
    for line in lines:
        if line.text.lstrip(" \t>").rstrip() == hit["fence"]:
            return Fence(lang, tuple(body), page, first.number)
        body.append(Line(_cut(line.text, hit["lead"]), line.file, line.number))
    book.refuse(first.file, first.number, "fence never closed", f"Close it with {hit['fence']} on a line of its own.")


def _cut(text: str, lead: str) -> str:
    """Take a container's indentation, or a quotation's marks, off a line; never more than is there."""
    if ">" in lead:
        return re.sub(rf"^[ \t]*(>[ \t]?){{{lead.count('>')}}}", "", text)
    free = len(text) - len(text.lstrip(" \t"))
    return text[min(len(lead), free) :]
