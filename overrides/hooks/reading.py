"""MkDocs hook: below the further reading of each page, the way to the list of all readings."""

import re

from mkdocs.utils import get_relative_url

PAGE = "reference/reading.md"
LAST = re.compile(r"<h2 id=\"further-reading\".*?</ul>", re.S)


def on_page_content(html, page, config, files):  # noqa: ARG001  MkDocs passes these names
    """Add the line where a page has such a section."""
    reading = files.get_file_from_path(PAGE)
    if reading is None or page.file.src_uri == PAGE:
        return html
    address = get_relative_url(reading.url, page.file.url)
    line = (
        f'\n<p>The <a href="{address}">reading list</a> says which papers to read first, and after which chapter.</p>'
    )
    return LAST.sub(lambda found: found[0] + line, html, count=1)
