"""The page "Which page teaches this?": from a term, a symbol, an equation or a name of the library to its page."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from . import equations, glossary, symbols
from .book import Book
from .fences import Fence, read_fences
from .headings import heading
from .places import Place, Places, in_order, short
from .prose import filled

IMPORT = re.compile(r"^\s*from (unrolled[\w.]*) import (\([^)]*\)|[^\n#]+)", re.M)
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
        "Symbols": _symbols(book, places),
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


def _symbols(book: Book, places: Places) -> str:
    """Each row of the tables of symbols, with the sections that define what stands in it."""
    known, index, rows = symbols.places_of(book), book.docs / "index.md", []
    for row in symbols.rows(book):
        sees = known.get(row.shown, ())
        pages = dict.fromkeys(places.title(book.docs / see.partition("#")[0]) for see in sees)
        links = ", ".join(f"[{heading(index, see)}](../{see})" for see in sees)
        rows.append([row.shown, row.meaning, ", ".join(pages), links])
    return _table(["symbol", "meaning", "page", "section"], rows)


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
