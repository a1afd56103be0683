"""The order of the pages: the `nav` of mkdocs.yml, from top to bottom."""

from collections.abc import Iterator
from typing import Any

import yaml

from .book import Book


class _Loose(yaml.SafeLoader):
    """mkdocs.yml names Python objects and the environment; the order of the pages needs neither."""


_Loose.add_multi_constructor("", lambda _, suffix, node: getattr(node, "value", suffix))


def order(book: Book) -> list[str]:
    """The slug of each page of the book, in reading order."""
    config = yaml.load((book.root / "mkdocs.yml").read_text("utf-8"), _Loose)
    return [file.rpartition(".")[0] for file in _files(config.get("nav") or [])]


def parts(book: Book) -> dict[str, list[str]]:
    """The slugs of each part that the navigation names, in reading order."""
    file = book.root / "mkdocs.yml"
    config = yaml.load(file.read_text("utf-8"), _Loose) if file.exists() else {}
    named = [entry for entry in config.get("nav") or [] if isinstance(entry, dict)]
    return {
        name: [page.rpartition(".")[0] for page in _files(inside)] for entry in named for name, inside in entry.items()
    }


def _files(entry: Any) -> Iterator[str]:
    if isinstance(entry, str):
        yield entry
    for inside in entry.values() if isinstance(entry, dict) else entry if isinstance(entry, list) else ():
        yield from _files(inside)
