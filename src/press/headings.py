"""Which heading a link leads to, read from the pages as they are written."""

import os
import re
from pathlib import Path

from markdown.extensions.toc import slugify

from .prose import FENCED, blanked

HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t]*(?:\{([^}\n]*)\})?[ \t]*$", re.M)
NAMED = re.compile(r"#([\w-]+)")
MARKUP = re.compile(r"\[([^\]]*)\]\([^)]*\)|[`*]")


def heading(page: Path, link: str) -> str:
    """The title that a link from a page leads to; nothing if it leads nowhere."""
    path, _, anchor = link.partition("#")
    target = Path(os.path.normpath(page.parent / path)) if path else page
    if not target.is_file():
        return ""
    return next((title for name, title, _ in _sections(target) if anchor in ("", name)), "")


def section(docs: Path, see: str) -> str:
    """The text below a heading, up to the next one of any kind; `see` is a page below docs/ and the anchor."""
    name, _, anchor = see.partition("#")
    return next((text for known, _, text in _sections(docs / name) if known == anchor), "")


def _sections(page: Path) -> list[tuple[str, str, str]]:
    """The anchor, the title and the text of each heading."""
    text = page.read_text("utf-8")
    hits = list(HEADING.finditer(blanked(text, FENCED)))
    ends = [hit.start() for hit in hits[1:]] + [len(text)]
    found = []
    for hit, end in zip(hits, ends, strict=True):
        title, named = MARKUP.sub(r"\1", hit[1]), NAMED.search(hit[2] or "")
        found.append((named[1] if named else slugify(title, "-"), title, text[hit.start() : end]))
    return found
