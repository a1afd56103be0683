"""Every gate by name: those that read the book, those that run it, those that read the built site."""

from collections.abc import Callable, Iterable, Iterator

from . import (
    api,
    downloads,
    equations,
    figures,
    finding,
    glossary,
    imports,
    outputs,
    path_gate,
    path_page,
    quick_runs,
    quiz_gate,
    quiz_page,
    results,
    runtime,
    sections,
    site,
    symbols,
    tex,
    which_page,
)
from .blocks import read_blocks
from .book import Book, Problem


def check_blocks(book: Book) -> Iterator[Problem]:
    for page in book.pages():
        yield from attempt(lambda page=page: read_blocks(book, page) and [])


def check_generated(book: Book) -> Iterator[Problem]:
    verbs = {
        "outputs": downloads.generated(book) | equations.generated(book),
        "results": results.generated(book),
        "quizzes": quiz_page.generated(book),
        "path": path_page.generated(book),
        "reference": glossary.generated(book) | which_page.generated(book) | api.generated(book),
    }
    for verb, files in verbs.items():
        for path, text in files.items():
            yield from book.stale(path, text, f"Run: python -m press {verb}")


def attempt(gate: Callable[[], Iterable[Problem]]) -> list[Problem]:
    """A gate that cannot go on has found a problem like any other."""
    try:
        return list(dict.fromkeys(gate()))
    except Problem as problem:
        return [problem]


READ = {
    "blocks": check_blocks,
    "sections": sections.check,
    "imports of snippets": imports.check,
    "equations": equations.check,
    "results on pages": results.check_pages,
    "recorded runs": results.check_runs,
    "figure files": figures.check_files,
    "pictures": figures.check_pages,
    "formulas": tex.check_formulas,
    "diagrams": tex.check_diagrams,
    "generated files": check_generated,
    "downloads": downloads.check_links,
    "questions": quiz_gate.check,
    "learning path": path_gate.check,
    "times of snippets": runtime.check_snippets,
    "times of quick runs": quick_runs.check,
    "glossary": glossary.check,
    "symbols": symbols.check,
}
RUN = {
    "outputs": outputs.check,
    "downloads run": downloads.check_runs,
    "notebooks run": downloads.check_notebooks,
    "answers": quiz_gate.check_answers,
}
SITE = {
    "code": site.check_code,
    "alt text": site.check_pictures,
    "origin": site.check_origin,
    "grammar": site.check_grammar,
    "links": site.check_links,
    "search": finding.check,
}
