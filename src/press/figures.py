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
PAIR = "Write ![alt](x.light.svg#only-light) and right after it ![alt](x.dark.svg#only-dark)."


def draw(book: Book) -> list[Problem]:
    command = [sys.executable if word == "python" else word for word in shlex.split(book.figures)]
    if subprocess.run(command, cwd=book.root, check=False).returncode:
        return [Problem("pyproject.toml", 1, f"'{book.figures}' failed", "Read its message above.")]
    return list(check_files(book))


def check_files(book: Book) -> Iterator[Problem]:
    for path in book.files("docs/figures/*.svg"):
        twins = {path.name.replace(".dark.", ".light."), path.name.replace(".light.", ".dark.")}
        if len(twins) == 1 or not all(path.with_name(name).exists() for name in twins):
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
    for page in book.chapters():
        text = prose(page)
        images = [None, *IMAGE.finditer(text), None]
        for before, image, after in zip(images, images[1:], images[2:], strict=False):
            if what := _wrong(before, image, after):
                yield book.problem(page, line_at(text, image.start()), what, PAIR)


def _wrong(before: re.Match | None, image: re.Match, after: re.Match | None) -> str:
    alt, url = image["alt"], image["url"]
    if not alt.strip():
        return f"image without alt text: {url}"
    for own, other, twin in (("light", "dark", after), ("dark", "light", before)):
        if url.endswith(f"#only-{own}"):
            want = url.replace(f".{own}.", f".{other}.").replace(f"#only-{own}", f"#only-{other}")
            if twin is None or twin["url"] != want:
                return f"picture without its twin {want}"
            return "" if twin["alt"] == alt else f"twins with different alt text: {url}"
    return f"picture in one scheme only: {url}"
