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


def check_formulas(book: Book) -> Iterator[Problem]:
    engine = MiniRacer()
    engine.eval((book.root / book.katex).read_text("utf-8"))
    for page, (tex, display, line) in ((p, formula) for p in book.pages() for formula in formulas(p)):
        if message := "display mathematics that never ends" if tex == "$$" else engine.call(SET, tex, display):
            yield book.problem(page, line, f"bad TeX: {message}", "Correct the formula.")


def check_diagrams(book: Book) -> Iterator[Problem]:
    for page, fence in ((p, part) for p in book.pages() for part in read_fences(book, p)):
        if not isinstance(fence, Fence) or fence.lang != "mermaid":
            continue
        lines = [line for line in fence.lines if line.text.strip() and not line.text.strip().startswith("%%")]
        kind = lines[0].text.strip() if lines else ""
        if not KINDS.match(kind):
            yield book.problem(
                page, fence.line, f"bad mermaid: unknown diagram '{kind}'", "Begin with flowchart LR, say."
            )
        for line in lines:
            if re.match("graph|flowchart", kind) and BARE.search(line.text):
                what = f"bad mermaid: bare parentheses in {line.text.strip()!r}"
                yield book.problem(page, line.number, what, 'Quote the label: A["f(x)"].')
