"""MkDocs hook: the name of a library's file above a listing leads to its page in the reference."""

import re
from pathlib import Path

from mkdocs.utils import get_relative_url

NAME = re.compile(r'(<span class="filename">)(src/(unrolled/[\w/]+)\.py)(</span>)')
ANCHOR = re.compile(r"^## .*\{ #(unrolled-[\w-]+) \}$", re.M)

pages: dict[str, str] = {}  # for each module, as an anchor: the source of its page


def on_config(config):
    """Read which modules stand on which page."""
    docs = Path(config["docs_dir"])
    pages.clear()
    for page in sorted(docs.glob("reference/api/*.md")):
        pages.update(dict.fromkeys(ANCHOR.findall(page.read_text("utf-8")), page.relative_to(docs).as_posix()))
    return config


def on_page_content(html, page, config, files):  # noqa: ARG001  MkDocs passes these names
    """Make links of the names."""

    def link(found):
        anchor = found[3].replace("/", "-").lower()
        target = files.get_file_from_path(pages.get(anchor, ""))
        if target is None:
            return found[0]
        address = get_relative_url(target.url, page.file.url)
        return f'{found[1]}<a href="{address}#{anchor}">{found[2]}</a>{found[4]}'

    return NAME.sub(link, html)
