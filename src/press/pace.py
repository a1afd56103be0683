"""How long a page takes to read: an estimate, by one rule that is the same for every page.

Everything that a reader sees is counted, folded parts and questions too, and each kind of thing has its seconds. The
seconds are our choice, not a measurement: 0.3 a word are 200 words a minute, somewhat slower than what Brysbaert (2019)
found for English non-fiction, 238; and an equation, a line of code or a picture takes longer than the words it is made
of. The sum is rounded to five minutes, so that it neither promises much nor changes with every edit.
"""

import re
from collections import Counter
from pathlib import Path

from .book import Book
from .fences import Fence, read_parts
from .prose import COMMENT, DISPLAY, INLINE, blanked
from .results import NOT_PROSE

SECONDS = {  # each of them; words as they are counted by `counted`
    "words": 0.3,
    "formulas in a line": 1.0,
    "equations": 30.0,
    "lines of code": 3.0,
    "lines of output": 1.0,
    "figures": 30.0,
    "diagrams": 30.0,
    "questions": 30.0,
}
STEP = 5  # minutes
WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
FRONT = re.compile(r"\A---\n.*?\n---\n", re.S)
CODE = {"python", "sh", "bash"}


def counted(book: Book, page: Path) -> Counter[str]:
    """How many there are on a page of each thing that takes time."""
    found, lines = Counter(), []
    for part in read_parts(book, page):
        if isinstance(part, Fence):
            found[_kind(part)] += 1 if part.lang == "mermaid" else sum(bool(line.text.strip()) for line in part.lines)
        else:
            lines.append(part.text)
    text = COMMENT.sub("", FRONT.sub("", "\n".join(lines)))
    found["figures"] = text.count("#only-light)")  # its dark twin is the same picture
    found["questions"] = text.count("<fieldset ")
    found["equations"] = len(DISPLAY.findall(text))
    text = blanked(text, DISPLAY)
    found["formulas in a line"] = len(INLINE.findall(text))
    found["words"] = len(WORD.findall(blanked(text, INLINE, NOT_PROSE)))
    return found


def _kind(fence: Fence) -> str:
    return "diagrams" if fence.lang == "mermaid" else "lines of code" if fence.lang in CODE else "lines of output"


def minutes(book: Book, page: Path) -> int:
    """Minutes to read a page, in steps of five, and never none."""
    seconds = sum(SECONDS[kind] * count for kind, count in counted(book, page).items())
    return max(STEP, STEP * round(seconds / 60 / STEP))
