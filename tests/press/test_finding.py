"""The gate of the search: it asks the theme's own, and sees a query that leads elsewhere."""

from press import finding
from press.site import Site

from .conftest import build_site, replace


def ask(book, text: str) -> list:
    path = book.root / "snippets" / "reference" / "searches.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return list(finding.check(Site(book, book.root / "site")))


def test_a_query_finds_its_page_or_is_named(book):
    replace(book.root / "mkdocs.yml", "plugins:\n", "plugins:\n  - search\n")
    build_site(book.root)
    assert ask(book, "- {ask: toy, page: part/toy/}\n") == []
    assert ask(book, "- {ask: toy, page: [nowhere/, part/toy/]}\n") == []
    (problem,) = ask(book, "# of two queries\n- {ask: toy, page: part/toy/}\n- {ask: the cell, page: nowhere/}\n")
    assert problem.line == 3
    assert "'the cell' finds" in problem.what
    assert problem.what.endswith("the right page is not found")
    assert "finds nothing" in ask(book, "- {ask: zyzzyva, page: part/toy/}\n")[0].what
