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
    return [_slug(file) for file in _files(_nav(book))]


def _nav(book: Book) -> list[Any]:
    file = book.root / "mkdocs.yml"
    return (yaml.load(file.read_text("utf-8"), _Loose).get("nav") or []) if file.exists() else []


def _slug(file: str) -> str:
    return file.rpartition(".")[0]


def _files(entry: Any) -> Iterator[str]:
    if isinstance(entry, str):
        yield entry
    for inside in entry.values() if isinstance(entry, dict) else entry if isinstance(entry, list) else ():
        yield from _files(inside)
