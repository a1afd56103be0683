"""A page as the reader sees it: snippets expanded by pymdownx's own preprocessor, each line knowing its origin."""

from dataclasses import dataclass
from pathlib import Path

from markdown import Markdown
from pymdownx.snippets import SnippetExtension, SnippetMissingError, SnippetPreprocessor

from .book import Book
from .sections import includes

# The same settings as in mkdocs.yml; tests/book compares the two.
SETTINGS = {"check_paths": True, "dedent_subsections": True}
TAG = "\ue000"  # a character of the private use area: on no page, and no white space, so dedenting leaves it alone


@dataclass(frozen=True)
class Line:
    text: str
    file: Path
    number: int


class _Tagging(SnippetPreprocessor):
    """Hang file and line number on each line before pymdownx cuts, dedents and inserts."""

    def read_lines(self, path: str) -> list[str]:
        return [_tag(line, path, n) for n, line in enumerate(super().read_lines(path), 1)]


def _tag(line: str, path: str | Path, n: int) -> str:
    return line if not line.strip() or "8<-" in line else f"{line}{TAG}{path}{TAG}{n}"


def expand(book: Book, page: Path) -> list[Line]:
    settings = SnippetExtension(base_path=[str(book.root)], **SETTINGS).getConfigs()
    reader = _Tagging(settings, Markdown())
    try:
        raw = reader.run(reader.read_lines(str(page)))
    except SnippetMissingError as error:
        n = next((n for n, file, _ in includes(page) if f"'{file}'" in str(error)), 1)
        todo = "Correct the path; it counts from the root of the book."
        book.refuse(page, n, str(error), todo)
    lines: list[Line] = []
    for text in raw:
        body, *origin = text.split(TAG)
        if origin:
            lines.append(Line(body, Path(origin[0]), int(origin[1])))
        else:  # blank, or an escaped marker: it follows the line before it
            before = lines[-1] if lines else Line("", page, 0)
            lines.append(Line(body.rstrip() and body, before.file, before.number + 1))
    return lines
