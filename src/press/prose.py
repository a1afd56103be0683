"""The prose of a page: what its author wrote for a reader to read. All else is blanked, so that each line stays."""

import re
from pathlib import Path

from pymdownx.arithmatex import RE_BRACKET_INLINE, RE_SMART_DOLLAR_INLINE

BEGIN, END = "<!-- generated: begin -->", "<!-- generated: end -->"
GENERATED = re.compile(rf"^[ \t]*{BEGIN}[ \t]*$.*?(?:{END}|\Z)", re.S | re.M)
FENCED = re.compile(r"^[ \t>]*(`{3,}|~{3,})[^`\n]*$.*?(?:^[ \t>]*\1[ \t]*$|\Z)", re.S | re.M)
INLINE_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
COMMENT = re.compile(r"<!--.*?-->", re.S)
DISPLAY = re.compile(r"(?<!\\)\$\$(.+?)(?<!\\)\$\$|\\\[(.+?)\\\]", re.S)
INLINE = re.compile(rf"{RE_SMART_DOLLAR_INLINE}|{RE_BRACKET_INLINE}")


def blanked(text: str, *patterns: re.Pattern[str]) -> str:
    for pattern in patterns:
        text = pattern.sub(lambda hit: re.sub(r"[^\n]", " ", hit[0]), text)
    return text


def without_code(page: Path) -> str:
    return blanked(page.read_text("utf-8"), GENERATED, FENCED, INLINE_CODE)


def prose(page: Path) -> str:
    return blanked(without_code(page), COMMENT)


def line_at(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def filled(path: Path, title: str, body: str) -> str:
    """The page with `body` between the two comments of its generated part; a new page if there is none."""
    text = path.read_text("utf-8") if path.exists() else f"# {title}\n"
    if BEGIN not in text or END not in text:
        text = f"{text.rstrip()}\n\n{BEGIN}\n{END}\n"
    head, _, rest = text.partition(BEGIN)
    return f"{head}{BEGIN}\n\n{body.strip()}\n\n{END}{rest.partition(END)[2]}"
