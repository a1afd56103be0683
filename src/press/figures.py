"""Figures are drawn from recorded results, once for light and once for dark, and say which recording they show."""

import hashlib
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator

from .book import Book, Problem
from .prose import line_at, prose

SOURCE = re.compile(r"(docs/results/[\w.-]+\.json) sha256:([0-9a-f]{64})")
IMAGE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<url>[^)\s]+)[^)]*\)(?:\{[^}]*\})?")
TODO = "Run: python -m press figures"


def draw(book: Book) -> list[Problem]:
    command = [sys.executable if word == "python" else word for word in shlex.split(book.figures)]
    if subprocess.run(command, cwd=book.root, check=False).returncode:
        return [Problem("pyproject.toml", 1, f"'{book.figures}' failed", "Read its message above.")]
    return list(check_files(book))


def check_files(book: Book) -> Iterator[Problem]:
    for path in sorted((book.docs / "figures").glob("*.svg")):
        pair = (".light.", ".dark.") if ".light." in path.name else (".dark.", ".light.")
        if pair[0] not in path.name or not path.with_name(path.name.replace(*pair)).exists():
            yield book.problem(path, 1, "no light and dark twin", "Draw it as x.light.svg and x.dark.svg.")
        text = path.read_text("utf-8")
        if not SOURCE.search(text):
            yield book.problem(path, 1, "does not say which recorded result it shows", TODO)
        for hit in SOURCE.finditer(text):
            result = book.root / hit[1]
            if not result.exists() or hashlib.sha256(result.read_bytes()).hexdigest() != hit[2]:
                yield book.problem(path, line_at(text, hit.start()), f"stale figure: {hit[1]} has changed", TODO)


def check_pages(book: Book) -> Iterator[Problem]:
    """A picture comes as x.light.svg#only-light and, right after it, x.dark.svg#only-dark, with the same alt text."""
    todo = "Write ![alt](x.light.svg#only-light) and right after it ![alt](x.dark.svg#only-dark)."
    for page in (p for p in book.pages() if p.is_relative_to(book.docs)):
        text = prose(page)
        images = [None, *IMAGE.finditer(text), None]
        for before, image, after in zip(images, images[1:], images[2:], strict=False):
            if what := _wrong(before, image, after):
                yield book.problem(page, line_at(text, image.start()), what, todo)


def _wrong(before: re.Match | None, image: re.Match, after: re.Match | None) -> str:
    url, (light, dark) = image["url"], [(f".{x}.", f"#only-{x}") for x in ("light", "dark")]
    if not image["alt"].strip():
        return f"image without alt text: {url}"
    for twin, own, other in ((after, light, dark), (before, dark, light)):
        if url.endswith(own[1]):
            want = url.replace(own[0], other[0]).replace(own[1], other[1])
            if twin is None or twin["url"] != want:
                return f"picture without its twin {want}"
            return "" if twin["alt"] == image["alt"] else f"twins with different alt text: {url}"
    return f"picture in one scheme only: {url}"
