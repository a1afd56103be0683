"""The glossary: every term stands once in `snippets/reference/glossary.yml`, with what it means and where it is taught.

From there come the page of all terms and, by overrides/hooks/glossary.py, the explanations across the book.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import yaml
from markdown.extensions.toc import slugify

from .book import Book, Problem, line_of
from .headings import heading, section
from .places import short
from .prose import filled, prose

KEYS = {"term", "also", "says", "see"}
LONGEST = 200  # letters of an explanation: it has to fit beside a word
MARKUP = re.compile(r"[`*_\[\]<>$\\\"]")
WORD = re.compile(r"\w+")
SENTENCE = re.compile(r"[.?!](?=\s|$)")


@dataclass(frozen=True)
class Term:
    name: str
    also: tuple[str, ...]
    says: str
    see: str  # the page, below docs/, and its section
    line: int

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.also)

    @property
    def anchor(self) -> str:
        return slugify(self.name, "-")


def source(book: Book) -> Path:
    return book.root / "snippets" / "reference" / "glossary.yml"


def page_of(book: Book) -> Path:
    return book.docs / "reference" / "glossary.md"


def read_terms(book: Book) -> list[Term]:
    """The terms in the order in which they are written; a book without the file has none."""
    path = source(book)
    if not path.exists():
        return []
    terms = []
    for entry in yaml.safe_load(path.read_text("utf-8")):
        line = line_of(path, f"- term: {entry.get('term')}")
        if not {"term", "says", "see"} <= entry.keys() <= KEYS:
            keys = ", ".join(map(str, entry))
            raise book.problem(path, line, f"an entry has {keys}", "Write term, says and see, and also if you like.")
        terms.append(Term(entry["term"], tuple(entry.get("also", ())), entry["says"], entry["see"], line))
    return terms


def pattern(name: str) -> re.Pattern[str]:
    """How a term is found: also at the head of a sentence, over a line's end, and in the plural."""
    words = r"\s+".join(map(re.escape, name.split()))
    first = f"[{name[0].upper()}{name[0]}]" if name.islower() else re.escape(name[0])
    return re.compile(rf"(?<![\w-]){first}{words[len(re.escape(name[0])) :]}(?:s|es)?(?![\w-])")


def check(book: Book) -> Iterator[Problem]:
    """Terms are in order and stand once; each is explained shortly, used somewhere, and taught where it says."""
    terms, path = read_terms(book), source(book)
    ledgers = book.docs / "reference"
    texts = [prose(page) for page in book.chapters() if ledgers not in page.parents] if terms else []
    seen: set[str] = set()
    for before, term in zip([None, *terms], terms, strict=False):
        if before and before.name.lower() > term.name.lower():
            todo = "Keep the terms in alphabetical order."
            yield book.problem(path, term.line, f"'{term.name}' comes after '{before.name}'", todo)
        for name in term.names:
            if name.lower() in seen:
                yield book.problem(path, term.line, f"'{name}' stands twice", "Explain it once.")
            seen.add(name.lower())
            if not any(pattern(name).search(text) for text in texts):
                yield book.problem(path, term.line, f"no page uses '{name}'", "Take it out, or write it as pages do.")
        for what, todo in _faults(book, term):
            yield book.problem(path, term.line, what, todo)


def _faults(book: Book, term: Term) -> Iterator[tuple[str, str]]:
    if not heading(book.docs / "index.md", term.see) or "#" not in term.see:
        yield f"'{term.name}' is taught at {term.see}, which leads nowhere", "Name a page below docs/ and its section."
    elif not _says(term, section(book.docs, term.see)):
        yield f"'{term.name}' is not named in {term.see}", "Name the section that explains it, or name it there."
    if MARKUP.search(term.says) or not term.says.endswith("."):
        yield f"'{term.name}' is explained with markup, or without an end", "Write plain sentences."
    if len(term.says) > LONGEST or len(SENTENCE.findall(term.says)) > 2:
        yield f"'{term.name}' is explained at length", f"Take two sentences, and {LONGEST} letters, at the most."


def _says(term: Term, text: str) -> bool:
    """Whether a section has all words of one of the names, if only their beginnings: "clips" stands for "clipping"."""
    return any(all(word[:5] in text.lower() for word in WORD.findall(name.lower())) for name in term.names)


def generated(book: Book) -> dict[Path, str]:
    """The page of all terms, under their first letters."""
    terms = read_terms(book)
    if not terms:
        return {}
    letters = groupby(terms, lambda term: term.name[0].upper())
    parts = [f"## {letter}\n\n" + _list(book, list(group)) for letter, group in letters]
    page = page_of(book)
    return {page: filled(page, "Glossary", "\n\n".join(parts))}


def _list(book: Book, terms: list[Term]) -> str:
    return "\n".join(['<dl class="terms" markdown>', *(_entry(book, term) for term in terms), "</dl>"])


def _entry(book: Book, term: Term) -> str:
    index = book.docs / "index.md"
    page, section = short(heading(index, term.see.partition("#")[0])), heading(index, term.see)
    others = [name for name in term.also if name[:3].lower() != term.name[:3].lower()]  # no plurals
    also = f" Also: {', '.join(others)}." if others else ""
    return (
        f'<dt id="{term.anchor}" markdown="span">{term.name}</dt>\n'
        f'<dd markdown="span">{term.says}{also} Taught under *{page}*: [{section}](../{term.see}).</dd>'
    )
