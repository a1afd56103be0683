"""The prose of a page: its own lines with code blanked, so that no gate mistakes code for text. Line numbers stay."""

import re
from pathlib import Path

from pymdownx.arithmatex import RE_BRACKET_INLINE, RE_SMART_DOLLAR_INLINE

from .fences import OPEN
from .generated import own_lines

INLINE_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
COMMENT = re.compile(r"<!--.*?-->", re.S)
DISPLAY = re.compile(r"(?<!\\)\$\$(.+?)(?<!\\)\$\$|\\\[(.+?)\\\]", re.S)
INLINE = re.compile(rf"{RE_SMART_DOLLAR_INLINE}|{RE_BRACKET_INLINE}")
MATHS = re.compile(rf"{DISPLAY.pattern}|{INLINE.pattern}", re.S)


def blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def without_fences(text: str) -> str:
    closing, lines = "", []
    for line in own_lines(text):
        hit = OPEN.match(line)
        if closing:
            closing, line = ("" if line.lstrip(" \t>").rstrip() == closing else closing), blank(line)
        elif hit:
            closing, line = hit["fence"], blank(line)
        lines.append(line)
    return "\n".join(lines)


def without_code(text: str) -> str:
    return INLINE_CODE.sub(lambda hit: blank(hit[0]), without_fences(text))


def prose(page: Path) -> str:
    """Fences, inline code and comments blanked."""
    return COMMENT.sub(lambda hit: blank(hit[0]), without_code(page.read_text("utf-8")))


def line_at(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
