"""A page as the reader sees it: snippets expanded by pymdownx's own preprocessor, each line knowing its origin."""

from dataclasses import dataclass
from pathlib import Path

from markdown import Markdown
from pymdownx.snippets import SnippetExtension, SnippetMissingError, SnippetPreprocessor

from .book import Book, line_of

SETTINGS = {"check_paths": True, "dedent_subsections": True}  # as in mkdocs.yml; tests/book compares the two
TAG = "\ue000"  # a character of the private use area: on no page, and no white space, so dedenting leaves it alone


@dataclass(frozen=True)
class Line:
    text: str
    file: Path
    number: int


class _Tagging(SnippetPreprocessor):
    """Hang file and line number on each line before pymdownx cuts, dedents and inserts."""

    def read_lines(self, path: str) -> list[str]:
        lines = enumerate(super().read_lines(path), 1)
        return [f"{line}{TAG}{path}{TAG}{n}" if line.strip() and "8<-" not in line else line for n, line in lines]


def expand(book: Book, page: Path) -> list[Line]:
    reader = _Tagging(SnippetExtension(base_path=[str(book.root)], **SETTINGS).getConfigs(), Markdown())
    try:
        raw = reader.run(reader.read_lines(str(page)))
    except SnippetMissingError as error:
        at = line_of(page, str(error).split("'")[1])
        raise book.problem(page, at, str(error), "Correct the path; it counts from the root of the book.") from error
    lines: list[Line] = []
    for text in raw:
        body, *origin = text.split(TAG)
        if origin:
            lines.append(Line(body, Path(origin[0]), int(origin[1])))
        else:  # blank, or an escaped marker: it follows the line before it
            before = lines[-1] if lines else Line("", page, 0)
            lines.append(Line(body.rstrip() and body, before.file, before.number + 1))
    return lines
