"""Mathematics and diagrams: every formula is set by KaTeX itself, strictly; diagrams get a quick look.

Whether a diagram draws is seen in a real browser (tests/browser); here only its two most common faults are caught.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from py_mini_racer import MiniRacer

from .book import Book, Problem
from .fences import Fence, read_fences
from .prose import DISPLAY, INLINE, blank, line_at, prose

SET = """function (tex, display) {
  try { katex.renderToString(tex, {displayMode: display, throwOnError: true, strict: "error"}); return "" }
  catch (error) { return error.message }
}"""
KINDS = re.compile(
    r"(graph|flowchart|sequenceDiagram|classDiagram|stateDiagram(-v2)?|erDiagram|gantt|pie|mindmap|timeline|journey"
    r"|quadrantChart|xychart(-beta)?|block(-beta)?|gitGraph|sankey(-beta)?|packet(-beta)?|architecture-beta)\b"
)
BARE = re.compile(r'\[(?![\["(/\\])[^\]"]*[()][^\]]*\]|\{(?![{"])[^}"]*[()][^}]*\}|\|(?!")[^|"]*[()][^|]*\|')


def formulas(page: Path) -> Iterator[tuple[str, bool, int]]:
    """Each formula of a page: its TeX, whether it is displayed, its line."""
    text = prose(page)
    for hit in DISPLAY.finditer(text):
        yield hit[1] or hit[2], True, line_at(text, hit.start())
    text = DISPLAY.sub(lambda hit: blank(hit[0]), text)
    for hit in INLINE.finditer(text):
        if tex := hit[3] or hit[6]:
            yield tex, False, line_at(text, hit.start())
    if (at := text.find("$$")) >= 0:
        yield "$$", True, line_at(text, at)


def check_formulas(book: Book) -> list[Problem]:
    engine = MiniRacer()
    engine.eval((book.root / book.katex).read_text("utf-8"))
    found = []
    for page in book.pages() if engine.eval("typeof katex") == "object" else []:
        for tex, display, line in formulas(page):
            message = "display mathematics that never ends" if tex == "$$" else engine.call(SET, tex, display)
            if message:
                found.append(book.problem(page, line, f"bad TeX: {message}", "Correct the formula."))
    return found


def check_diagrams(book: Book) -> list[Problem]:
    found = []
    for page in book.pages():
        for fence in (part for part in read_fences(book, page) if isinstance(part, Fence) and part.lang == "mermaid"):
            found += _diagram(book.name(page), fence)
    return found


def _diagram(name: str, fence: Fence) -> list[Problem]:
    lines = [line for line in fence.lines if line.text.strip() and not line.text.strip().startswith("%%")]
    if not lines or not KINDS.match(lines[0].text.strip()):
        first = lines[0].text.strip() if lines else ""
        return [Problem(name, fence.line, f"bad mermaid: unknown diagram '{first}'", "Begin with flowchart LR, say.")]
    todo = 'Quote the label: A["f(x)"].'
    bare = [line for line in lines if re.match("graph|flowchart", lines[0].text.strip()) and BARE.search(line.text)]
    return [
        Problem(name, line.number, f"bad mermaid: bare parentheses in {line.text.strip()!r}", todo) for line in bare
    ]
