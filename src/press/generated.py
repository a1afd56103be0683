"""The part of a page that is generated lies between two comments; the rest of the page is the author's."""

from pathlib import Path

BEGIN, END = "<!-- generated: begin -->", "<!-- generated: end -->"


def filled(path: Path, title: str, body: str) -> str:
    """The page with `body` between its two comments; a new page if there is none."""
    text = path.read_text("utf-8") if path.exists() else f"# {title}\n\n{BEGIN}\n{END}\n"
    if BEGIN not in text or END not in text:
        text = f"{text.rstrip()}\n\n{BEGIN}\n{END}\n"
    head, _, rest = text.partition(BEGIN)
    return f"{head}{BEGIN}\n\n{body.strip()}\n\n{END}{rest.partition(END)[2]}"


def own_lines(text: str) -> list[str]:
    """The lines of a page with the generated ones blanked, so that every line and column stays."""
    lines, inside = [], False
    for line in text.split("\n"):
        inside = inside or line.strip() == BEGIN
        lines.append(" " * len(line) if inside else line)
        inside = inside and line.strip() != END
    return lines
