"""The symbols of the notation, and where each is defined: `snippets/reference/symbols.yml` says it for every row.

A check reads the named sections, and complains about a symbol that none of their formulas holds.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from .book import Book, Problem, line_of
from .headings import heading
from .places import Places
from .prose import DISPLAY, INLINE, line_at, prose

ROW = re.compile(r"^\|(.+)\|[ \t]*$", re.M)
FORMULA = re.compile(r"\$([^$]+)\$")
COMMA = re.compile(r", (?![^(]*\))")  # between symbols, not between the arguments of one
SPACE = re.compile(r"(?:\\\\|\\[,;: ]|\s|&)+")
IDLE = re.compile(r" (?!\w)|(?<!\w) ")  # spaces that part no two names
ONE = re.compile(r"(?<=[\w^])(?<!\\)\{(\w)\}")  # braces that change nothing
CALL = re.compile(r"(.+?)(?:\(.*\)|\[.*\])")
OPENED = r"(?:\\(?:[bB]igg?l?|left))?[(\[]"
ANY = {  # what stands for others like it
    r"M^\top": r"\^\\top",
    "[a;b]": r"\[[^\[\]]+;",
    r"\bar v": r"\\bar",
    r"\binom a{b}": r"\\binom",
    r"\partial c_T/\partial c_t": r"\\frac\{\\partial c_T\}\{\\partial c_t\}",
    r"\prod": r"\\prod",
}


@dataclass(frozen=True)
class Row:
    """A row of a table of symbols: what it shows, what that means, and its symbols one by one."""

    shown: str
    meaning: str
    line: int

    @property
    def symbols(self) -> tuple[str, ...]:
        parts = (part.replace(r"\,", "") for part in FORMULA.findall(self.shown))
        return tuple(bare(symbol) for part in parts for symbol in COMMA.split(part))


def source(book: Book) -> Path:
    return book.root / "snippets" / "reference" / "symbols.yml"


def notation(book: Book) -> Path:
    return book.docs / "start" / "notation.md"


def bare(tex: str) -> str:
    """A formula without its spaces, and without braces that change nothing."""
    whole = ONE.sub(lambda hit: hit[1] if tex[hit.start() - 1] in "_^" else f" {hit[1]}", tex)
    return IDLE.sub("", SPACE.sub(" ", whole))


def rows(book: Book) -> list[Row]:
    """The rows of the tables below "Symbols", in their order."""
    if not notation(book).exists():
        return []
    text = notation(book).read_text("utf-8")
    start = text.find("\n## Symbols")
    end = text.find("\n## ", start + 1)
    hits = ROW.finditer(text, start, end if end > 0 else len(text)) if start >= 0 else ()
    cells = [(*[cell.strip() for cell in hit[1].split(" | ")[:2]], line_at(text, hit.start())) for hit in hits]
    return [Row(*row) for row in cells if FORMULA.search(row[0])]


def places_of(book: Book) -> dict[str, tuple[str, ...]]:
    """For what a row shows: the sections that define its symbols, below docs/, the first of them first."""
    path = source(book)
    entries = yaml.safe_load(path.read_text("utf-8")) if path.exists() else []
    sees = ([entry["see"]] if isinstance(entry["see"], str) else entry["see"] for entry in entries)
    return {entry["symbol"]: tuple(see) for entry, see in zip(entries, sees, strict=True)}


@cache
def pattern(symbol: str) -> re.Pattern[str]:
    """How a symbol is found in a bare formula: a function by its name, one with a gap by what stands around that."""
    if symbol in ANY:
        return re.compile(ANY[symbol])
    before = "" if symbol.startswith("\\") else r"(?<![a-zA-Z\\_^])"
    if call := CALL.fullmatch(symbol):
        return re.compile(before + re.escape(call[1]) + OPENED)
    kept = max(re.split(r"\\cdot|\\l?dots ?", symbol)[::-1], key=len)
    after = r"(?![a-zA-Z0-9_']|\^(?!\\top))" if kept[-1].isalnum() else ""
    return re.compile(before + re.escape(kept) + after)


class Formulas:
    """The formulas of every section, read once a page."""

    def __init__(self, book: Book) -> None:
        self.book, self.places, self.known = book, Places(book), {}

    def of(self, see: str) -> list[str]:
        name, _, anchor = see.partition("#")
        if name not in self.known:
            self.known[name] = self._read(self.book.docs / name)
        return self.known[name].get(anchor, [])

    def _read(self, page: Path) -> dict[str, list[str]]:
        text, found = prose(page), {}
        for hit in (*DISPLAY.finditer(text), *INLINE.finditer(text)):
            place = self.places.at(page, line_at(text, hit.start()))
            found.setdefault(place.anchor, []).append(bare(hit[0]))
        return found


def check(book: Book) -> Iterator[Problem]:
    """Every row of the notation has its sections, and they hold all of its symbols; nothing else is listed."""
    known, formulas, shown = places_of(book), Formulas(book), rows(book)
    if not source(book).exists():
        return
    for row in shown:
        for what, todo in _faults(book, row, known.get(row.shown, ()), formulas):
            yield book.problem(notation(book), row.line, what, todo)
    for stray in known.keys() - {row.shown for row in shown}:
        line = line_of(source(book), f"- symbol: {stray}")
        yield book.problem(source(book), line, f"{stray} is no row of the notation", "Write it as the table does.")


def _faults(book: Book, row: Row, sees: tuple[str, ...], formulas: Formulas) -> Iterator[tuple[str, str]]:
    if not sees:
        yield f"{row.shown} leads nowhere", f"Say in {book.name(source(book))} which section defines it."
    for see in sees:
        if "#" not in see or not heading(book.docs / "index.md", see):
            yield f"{row.shown} leads to {see}, which is no section", "Name a page below docs/ and its section."
            return
        if not any(_holds(formulas.of(see), symbol) for symbol in row.symbols):
            yield f"{see} uses no symbol of {row.shown}", "Take it out, or name the section that does."
    for symbol in row.symbols if sees else ():
        if not any(_holds(formulas.of(see), symbol) for see in sees):
            yield f"{symbol} stands in no formula of {', '.join(sees)}", "Name also the section that defines it."


def _holds(formulas: list[str], symbol: str) -> bool:
    return any(pattern(symbol).search(tex) for tex in formulas)
