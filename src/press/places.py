"""Where something stands on a page: the heading above it. And the order in which a reader meets the pages."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from markdown.extensions.toc import slugify, unique

from . import nav
from .book import Book
from .headings import HEADING, MARKUP, NAMED
from .prose import FENCED, blanked


def short(title: str) -> str:
    """The name of a chapter, without what follows a colon."""
    return re.sub(r"^(?!Project)(.+?): .*", r"\1", title)


@dataclass(frozen=True)
class Place:
    """A section of a page."""

    page: Path
    line: int
    title: str
    anchor: str

    def link(self, origin: Path, text: str = "") -> str:
        return f"[{text or self.title}]({os.path.relpath(self.page, origin.parent)}#{self.anchor})"


class Places:
    """The headings of every page, read once each."""

    def __init__(self, book: Book) -> None:
        self.book, self.known = book, {}

    def of(self, page: Path) -> list[Place]:
        if page not in self.known:
            text, taken, places = blanked(page.read_text("utf-8"), FENCED), set(), []
            for hit in HEADING.finditer(text):
                title, named = MARKUP.sub(r"\1", hit[1]), NAMED.search(hit[2] or "")
                anchor = named[1] if named else slugify(title, "-")
                places.append(Place(page, text.count("\n", 0, hit.start()) + 1, title, unique(anchor, taken)))
            self.known[page] = places
        return self.known[page]

    def title(self, page: Path) -> str:
        """What a page is called."""
        places = self.of(page)
        return short(places[0].title) if places else self.book.slug(page)

    def at(self, page: Path, line: int) -> Place:
        """The section in which a line stands."""
        above = [place for place in self.of(page) if place.line <= line]
        return above[-1] if above else self.of(page)[0]


def in_order(book: Book) -> list[Path]:
    """The pages as the navigation lists them, then those that it does not. The reference teaches nothing: left out."""
    pages = dict.fromkeys([*(book.docs / f"{slug}.md" for slug in nav.order(book)), *book.chapters()])
    return [page for page in pages if page.exists() and book.docs / "reference" not in page.parents]
