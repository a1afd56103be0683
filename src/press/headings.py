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
    titles = {}
    for hit in HEADING.finditer(blanked(target.read_text("utf-8"), FENCED)):
        title, named = MARKUP.sub(r"\1", hit[1]), NAMED.search(hit[2] or "")
        titles.setdefault(named[1] if named else slugify(title, "-"), title)
    return titles.get(anchor, "") if anchor else next(iter(titles.values()), "")
