"""MkDocs hook: where a section of a chapter ends, a line with the exercises that belong to it."""

import re

from markdown.extensions.toc import slugify
from mkdocs.utils import get_relative_url

from unrolled.exercises.chapters import by_chapter


def on_page_content(html, page, config, files):  # noqa: ARG001  MkDocs passes these names
    """Add the line to each section that has exercises."""
    links: dict[str, list[str]] = {}
    for exercise in by_chapter().get(page.file.src_uri.removesuffix(".md"), []):
        if target := files.get_file_from_path(f"exercises/{exercise.set}.md"):
            address = f"{get_relative_url(target.url, page.file.url)}#{exercise.name}"
            link = f'<a href="{address}">{exercise.name}: {exercise.about.title}</a>'
            links.setdefault(slugify(exercise.about.section, "-"), []).append(link)
    for anchor, found in links.items():
        section = re.compile(rf'<h[2-6] id="{re.escape(anchor)}".*?(?=<h[2-6] id=|\Z)', re.S)
        line = f'<p class="exercises" data-search-exclude>Exercise{"s" * (len(found) > 1)}: {"; ".join(found)}</p>\n'
        html = section.sub(lambda hit, line=line: hit[0] + line, html, count=1)
    return html
