"""Mathematics and diagrams: every formula is set by KaTeX itself, strictly; diagrams get a quick look.

Whether a diagram draws is seen in a real browser (tests/browser); here only its two most common faults are caught.
"""

import re
from collections.abc import Iterator

from py_mini_racer import MiniRacer

from . import quiz
from .book import Book, Problem
from .fences import read_fences
from .prose import DISPLAY, INLINE, blanked, line_at, prose

SET = """function (tex, display) {
  try { katex.renderToString(tex, {displayMode: display, throwOnError: true, strict: "error"}); return "" }
  catch (error) { return error.message }
}"""
KINDS = re.compile(
    r"(graph|flowchart|sequenceDiagram|classDiagram|stateDiagram(-v2)?|erDiagram|gantt|pie|mindmap|timeline|journey"
    r"|quadrantChart|xychart(-beta)?|block(-beta)?|gitGraph|sankey(-beta)?|packet(-beta)?|architecture-beta)\b"
)
BARE = re.compile(r'\[(?![\["(/\\])[^\]"]*[()][^\]]*\]|\{(?![{"])[^}"]*[()][^}]*\}|\|(?!")[^|"]*[()][^|]*\|')


def check_formulas(book: Book) -> Iterator[Problem]:
    engine = MiniRacer()
    engine.eval((book.root / book.katex).read_text("utf-8"))
    for page in [*book.pages(), *quiz.files(book)]:
        text = prose(page)
        inline = blanked(text, DISPLAY)
        formulas = [(hit[1] or hit[2], True, hit.start()) for hit in DISPLAY.finditer(text)]
        formulas += [(hit[3] or hit[6], False, hit.start()) for hit in INLINE.finditer(inline) if hit[3] or hit[6]]
        for tex, display, at in formulas:
            if message := engine.call(SET, tex, display):
                yield book.problem(page, line_at(text, at), f"bad TeX: {message}", "Correct the formula.")
        if (at := inline.find("$$")) >= 0:
            yield book.problem(page, line_at(text, at), "display mathematics that never ends", "Close it with $$.")


def check_diagrams(book: Book) -> Iterator[Problem]:
    for fence in (fence for page in book.pages() for fence in read_fences(book, page)):
        if fence.lang != "mermaid":
            continue
        lines = [line for line in fence.lines if line.text.strip() and not line.text.strip().startswith("%%")]
        kind = lines[0].text.strip() if lines else ""
        if not KINDS.match(kind):
            what = f"bad mermaid: unknown diagram '{kind}'"
            yield book.problem(fence.file, fence.number, what, "Begin with flowchart LR, say.")
        for line in lines:
            if re.match("graph|flowchart", kind) and BARE.search(line.text):
                what = f"bad mermaid: bare parentheses in {line.text.strip()!r}"
                yield book.problem(line.file, line.number, what, 'Quote the label: A["f(x)"].')
