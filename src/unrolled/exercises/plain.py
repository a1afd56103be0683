"""Markdown with formulas as plain text, for a terminal: `\\frac{a}{b}` becomes a/b, and paragraphs are filled.

It knows what tasks and reasonings of exercises use, and no more. Letters keep their names, as they have in the code.
"""

import re
import textwrap
from collections.abc import Callable

WIDTH = 100
WORDS = {
    "odot": "*", "cdot": "*", "times": "*", "le": "<=", "ge": ">=", "ne": "!=", "approx": "~", "to": "->", "ell": "l",
    "infty": "infinity", "prod": "product", "dots": "...", "cdots": "...", "mid": "|", "lVert": "||", "rVert": "||",
    "lfloor": "floor(", "rfloor": ")", "quad": "  ", "qquad": "  ", "top": "T", "Rightarrow": "=>", "in": "in",
}  # fmt: skip
DROPPED = re.compile(r"\\(?:left|right|[bB]igg?[lr]?)(?![a-zA-Z])")
FENCE = re.compile(r"^```.*$", re.M)
FENCED = re.compile(r"^(```.*?\n```)$", re.S | re.M)
CODE = re.compile(r"(`[^`]*`)")
INLINE = re.compile(r"\$([^$]+)\$")
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
BOLD = re.compile(r"\*\*(?=\S)|(?<=\S)\*\*")
ITEM = re.compile(r"^(?=(?:-|\d+\.) )", re.M)


def plain(text: str) -> str:
    """The whole text, block by block."""
    parts = FENCED.split(text.strip())
    blocks = [block for part in parts for block in ([part] if part.startswith("```") else part.split("\n\n"))]
    return "\n\n".join(_block(block.strip("\n")) for block in blocks if block.strip())


def _block(block: str) -> str:
    if block.startswith("```"):
        return textwrap.indent(FENCE.sub("", block).strip("\n"), "    ")
    if block.startswith("$$"):
        return textwrap.indent(formula(block.strip("$")), "    ")
    if ITEM.match(block):
        return "\n".join(_filled(item, " " * (item.index(" ") + 1)) for item in ITEM.split(block) if item)
    return _filled(block)


def _filled(text: str, later: str = "") -> str:
    said = "".join(_span(span) for span in CODE.split(text))
    return textwrap.fill(" ".join(said.split()), WIDTH, subsequent_indent=later, break_on_hyphens=False)


def _span(text: str) -> str:
    """What stands between two spans of code, without markup; the spans stay as they are."""
    if text.startswith("`"):
        return text
    return INLINE.sub(lambda hit: formula(hit[1]), LINK.sub(r"\1", BOLD.sub("", text)))


def formula(tex: str) -> str:
    """A formula in one line, or in as many as it has."""
    text = re.sub(r"\\begin\{cases\}(.*?)\\end\{cases\}", _cases, tex, flags=re.S)
    text = DROPPED.sub("", re.sub(r"\\(?:begin|end)\{\w+\}|&", " ", text))
    text = re.sub(r"\\partial\s*", "d", re.sub(r"\\tfrac(\d)(\d)", r"\1/\2", text))
    text = re.sub(r"\\bar\s*\{?(\\[a-z]+|\w)\}?", r"\1_bar", text)
    text = _without_groups(text)
    lines = re.sub(r"\\[,;!]", " ", text).split("\\\\")
    lines = [re.sub(r"\\([a-zA-Z]+)", lambda hit: WORDS.get(hit[1], hit[1]), line) for line in lines]
    return "\n".join(
        re.sub(r"\(\s+|\s+(?=[,.)])", lambda hit: hit[0].strip(), " ".join(line.split())) for line in lines
    )


def _cases(hit: re.Match[str]) -> str:
    return ", ".join(line.replace("&", " ").strip() for line in hit[1].split("\\\\"))


def _grouped(text: str) -> str:
    """In parentheses, unless it is one word."""
    return text.strip() if re.fullmatch(r"\s*([\w^\\.]+(\([^()]*\))?|\|\|.*\|\|)\s*", text) else f"({text.strip()})"


def _without_groups(text: str) -> str:
    """From the innermost braces to the outermost; bare ones go when there is no other left."""
    while True:
        changed = (re.sub(pattern, made, text) for pattern, made in INNERMOST)
        if (now := next((other for other in changed if other != text), text)) == text:
            return text
        text = now


GROUP = r"\s*\{([^{}]*)\}"
INNERMOST: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (r"([_^])\{([^{}]*)\}", lambda hit: f"{hit[1]}{_grouped(hit[2])}"),
    (rf"\\over(right|left)arrow{GROUP}", lambda hit: f"{hit[2]}_{'ahead' if hit[1] == 'right' else 'back'}"),
    (rf"\\(?:text|operatorname|mathrm){GROUP}", lambda hit: hit[1]),
    (rf"\\sqrt{GROUP}", lambda hit: f"sqrt({hit[1]})"),
    (rf"\\frac{GROUP}{GROUP}", lambda hit: f"{_grouped(hit[1])}/{_grouped(hit[2])}"),
    (r"\{([^{}]*)\}", lambda hit: hit[1]),
)
