"""Figures are drawn from recorded results, once for light and once for dark, and say which recording they show."""

import hashlib
import re
import shlex
import subprocess
import sys

from .book import Book, Problem
from .prose import line_at, prose

SOURCE = re.compile(r"(docs/results/[\w.-]+\.json) sha256:([0-9a-f]{64})")
IMAGE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<url>[^)\s]+)[^)]*\)(?:\{[^}]*\})?")
TODO = "Run: python -m press figures"


def draw(book: Book) -> list[Problem]:
    command = shlex.split(book.figures)
    command = [sys.executable, *command[1:]] if command[0] == "python" else command
    done = subprocess.run(command, cwd=book.root, check=False)
    return [Problem("pyproject.toml", 1, f"'{book.figures}' failed", "Read its message above.")] * (
        done.returncode != 0
    )


def check_files(book: Book) -> list[Problem]:
    found = []
    for path in sorted((book.docs / "figures").glob("*.svg")):
        twin = (
            path.name.replace(".light.", ".dark.") if ".light." in path.name else path.name.replace(".dark.", ".light.")
        )
        if twin == path.name or not path.with_name(twin).exists():
            found.append(book.problem(path, 1, "no light and dark twin", "Draw it as x.light.svg and x.dark.svg."))
        text = path.read_text("utf-8")
        if not (sources := list(SOURCE.finditer(text))):
            found.append(book.problem(path, 1, "does not say which recorded result it shows", TODO))
        for hit in sources:
            result = book.root / hit[1]
            if not result.exists() or hashlib.sha256(result.read_bytes()).hexdigest() != hit[2]:
                found.append(
                    book.problem(path, line_at(text, hit.start()), f"stale figure: {hit[1]} has changed", TODO)
                )
    return found


def check_pages(book: Book) -> list[Problem]:
    """A picture comes as x.light.svg#only-light and, right after it, x.dark.svg#only-dark, with the same alt text."""
    found = []
    for page in (p for p in book.pages() if p.is_relative_to(book.docs)):
        text = prose(page)
        images = list(IMAGE.finditer(text))
        for n, hit in enumerate(images):
            what = _wrong(images[n - 1] if n else None, hit, images[n + 1] if n + 1 < len(images) else None)
            if what:
                todo = "Write ![alt](x.light.svg#only-light) and right after it ![alt](x.dark.svg#only-dark)."
                found.append(book.problem(page, line_at(text, hit.start()), what, todo))
    return found


def _wrong(before: re.Match | None, image: re.Match, after: re.Match | None) -> str:
    url, alt = image["url"], image["alt"].strip()
    if not alt:
        return f"image without alt text: {url}"
    if url.endswith("#only-light"):
        twin, want = after, url.replace(".light.", ".dark.").replace("#only-light", "#only-dark")
    elif url.endswith("#only-dark"):
        twin, want = before, url.replace(".dark.", ".light.").replace("#only-dark", "#only-light")
    else:
        return f"picture in one scheme only: {url}"
    if twin is None or twin["url"] != want:
        return f"picture without its twin {want}"
    return "" if twin["alt"] == image["alt"] else f"twins with different alt text: {url}"
