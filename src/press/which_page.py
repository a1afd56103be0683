"""The page "Which page teaches this?": from a term, a symbol, an equation or a name of the library to its page."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from . import equations, glossary, nav
from .book import Book
from .fences import Fence, read_fences
from .headings import heading
from .places import Place, Places, in_order, short
from .prose import DISPLAY, INLINE, filled, line_at, prose

IMPORT = re.compile(r"^\s*from (unrolled[\w.]*) import (\([^)]*\)|[^\n#]+)", re.M)
ROW = re.compile(r"^\|(.+)\|[ \t]*$", re.M)
FORMULA = re.compile(r"\$([^$]+)\$")
SPACE = re.compile(r"\\[,;: ]|\s")
ONE = re.compile(r"(?<!\\)\{(\w)\}")  # braces that change nothing
HEAD = "| {} |\n|{}|\n"


def page_of(book: Book) -> Path:
    return book.docs / "reference" / "which-page.md"


def generated(book: Book) -> dict[Path, str]:
    """The whole index; nothing in a book without a glossary."""
    if not glossary.source(book).exists():
        return {}
    page, places = page_of(book), Places(book)
    parts = {
        "Terms": _terms(book),
        "Symbols": _symbols(book, page, places),
        "Equations": _equations(book, page, places),
        "Functions and classes": _names(book, page, places),
    }
    return {page: filled(page, "Which page teaches this?", "\n\n".join(f"## {k}\n\n{v}" for k, v in parts.items()))}


def _table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [" | ".join(cell.replace("|", "\\|") for cell in row) for row in rows]
    return HEAD.format(" | ".join(heads), "---|" * (len(heads) - 1) + "---") + "\n".join(f"| {x} |" for x in lines)


def _terms(book: Book) -> str:
    rows = []
    for term in glossary.read_terms(book):
        named = f"[{term.name}](glossary.md#{term.anchor})" + "".join(f", {also}" for also in term.also)
        title, section = (heading(book.docs / "index.md", see) for see in (term.see.partition("#")[0], term.see))
        rows.append([named, short(title), f"[{section}](../{term.see})"])
    return _table(["term", "page", "section"], rows)


def _symbols(book: Book, page: Path, places: Places) -> str:
    """Each row of the tables of symbols, with the section that is the first to use them."""
    notation = book.docs / "start" / "notation.md"
    text = notation.read_text("utf-8") if notation.exists() else ""
    text = text.partition("\n## Symbols")[2].partition("\n## ")[0]
    pages = [path for path in in_order(book) if path.parent.name != "start"]
    used, parts = {path: _formulas(path) for path in pages}, nav.parts(book)
    rows = []
    for table in re.split(r"^### ", text, flags=re.M):
        of_part = parts.get(table.partition("\n")[0].strip(), [])  # a table that is called as a part of the book
        inside = [path for path in pages if book.slug(path) in of_part]
        for row in ROW.findall(table):
            cells = [cell.strip() for cell in row.split(" | ")]
            symbols = FORMULA.findall(cells[0])
            if symbols and (first := _first_use(symbols, used, _named(cells[-1], pages) or inside)):
                where = places.at(*first)
                rows.append([cells[0], cells[1], places.title(where.page), where.link(page)])
    return _table(["symbol", "meaning", "page", "section"], rows)


def _named(cell: str, pages: list[Path]) -> list[Path]:
    """The pages that a row of the last table names: by words of their address."""
    names = [name.strip().replace(" ", "-") for name in cell.split(",")]
    return [path for name in names for path in pages if path.stem == name]


def _formulas(path: Path) -> list[tuple[str, int]]:
    """Every formula of a page without its spaces, and its line."""
    text = prose(path)
    found = [*DISPLAY.finditer(text), *INLINE.finditer(text)]
    bare = [(_bare(hit[0]), line_at(text, hit.start())) for hit in found]
    return sorted(bare, key=lambda formula: formula[1])


def _bare(tex: str) -> str:
    return ONE.sub(r"\1", SPACE.sub("", tex))


def _first_use(symbols: list[str], used: dict[Path, list], named: list[Path]) -> tuple[Path, int] | None:
    """The first page whose numbered equations define most symbols of a row, or else that uses most; and the line.

    Equations that "define" the input are about where some input comes from: for it, only the first use counts.
    """
    bare = [re.sub(r"\(.*\)$|\[.*\]$", "", _bare(symbol)) for part in symbols for symbol in part.split(", ")]
    finds = [rf"(?<![a-zA-Z\\]){re.escape(s)}(?![\w^'])" if s[-1].isalnum() else re.escape(s) for s in bare]
    best, most = None, (0, 0)
    for path in named or used:
        numbered = [(tex, line) for tex, line in used[path] if r"\tag" in tex and "x_t" not in bare]
        told = [_line(numbered, rf"(?:^\W*|\\\\){find}&?=") for find in finds]
        lines = [_line(used[path], find) for find in finds]
        if (count := (sum(map(bool, told)), sum(map(bool, lines)))) > most:
            best, most = (path, next(filter(None, [*told, *lines]))), count
    return best


def _line(formulas: list[tuple[str, int]], find: str) -> int:
    found = re.compile(find, re.M)
    return next((line for tex, line in formulas if found.search(tex)), 0)


def _equations(book: Book, page: Path, places: Places) -> str:
    order = {path: n for n, path in enumerate(in_order(book))}
    sections: dict[Place, list[str]] = defaultdict(list)
    for equation in sorted(equations.on_pages(book), key=lambda e: (order.get(e.file, 999), e.line)):
        link = f"[({equation.tag})](equations.md#{equation.tag.replace('.', '-')})"
        sections[places.at(equation.file, equation.line)].append(link)
    rows = [[places.title(place.page), place.link(page), ", ".join(tags)] for place, tags in sections.items()]
    return _table(["page", "section", "equations"], rows)


def _names(book: Book, page: Path, places: Places) -> str:
    """What pages list of the library, and what they import from it."""
    listed, used = shown_names(book, places), _imported(book)
    rows = []
    for module, name in sorted(listed.keys() | used.keys(), key=lambda key: (key[1].lower(), key)):
        here, everywhere = listed.get((module, name), []), used.get((module, name), [])
        shown = ", ".join(p.link(page, f"{places.title(p.page)}: {p.title}") for p in here)
        others = [path for path in everywhere if path not in {place.page for place in here}]
        uses = ", ".join(f"[{places.title(path)}](../{book.slug(path)}.md)" for path in others)
        rows.append([f"`{name}`", f"`{module}`", shown or "–", uses or "–"])
    return _table(["name", "module", "shown in", "also used on"], rows)


def shown_names(book: Book, places: Places) -> dict[tuple[str, str], list[Place]]:
    """For a module and a name in it: the sections whose listings show it."""
    listed: dict[tuple[str, str], list[Place]] = defaultdict(list)
    tops: dict[Path, list[tuple[str, int, int]]] = {}
    for path, fence in _listings(book):
        module = book.module(fence.origin)
        for name in _defined(fence, tops) if module.startswith("unrolled") else ():
            _add(listed[module, name], places.at(path, fence.number))
    return listed


def _imported(book: Book) -> dict[tuple[str, str], list[Path]]:
    used: dict[tuple[str, str], list[Path]] = defaultdict(list)
    for path, fence in _listings(book):
        for source, names in IMPORT.findall(fence.text) if not book.module(fence.origin) else ():
            for name in re.findall(r"\w+(?=\s*(?:,|$|\)| as ))", names):
                _add(used[source, name], path)
    return used


def _listings(book: Book) -> Iterator[tuple[Path, Fence]]:
    fences = ((path, fence) for path in in_order(book) for fence in read_fences(book, path))
    return ((path, fence) for path, fence in fences if fence.lang == "python" and fence.file == path)


def _add(places: list, place: object) -> None:
    if place not in places:
        places.append(place)


def _defined(fence: Fence, tops: dict[Path, list[tuple[str, int, int]]]) -> list[str]:
    """The public functions and classes of which a listing shows lines."""
    if fence.origin not in tops:
        body = ast.parse(fence.origin.read_text("utf-8")).body
        kinds = (ast.ClassDef, ast.FunctionDef)
        tops[fence.origin] = [(node.name, node.lineno, node.end_lineno) for node in body if isinstance(node, kinds)]
    lines = [line.number for line in fence.lines if line.text.strip()]
    spans = tops[fence.origin]
    return [name for name, start, end in spans if name[0] != "_" and any(start <= n <= end for n in lines)]
