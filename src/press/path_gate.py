"""The gates over the learning path: no circle, no page that is unknown or forgotten, and one order everywhere.

A page may need another only if that stands before it, in the nav and on the path. Where a page itself says "You need",
what it links to there must be in the data too.
"""

import os
import re
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatch
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from . import nav
from .book import Book, Problem, line_of
from .path import LearningPath, problem, read_path
from .path_page import exercises
from .prose import prose
from .runtime import experiments

SAYS = re.compile(r"^You need .*?(?:\n\s*\n|\Z)", re.S | re.M)
LINK = re.compile(r"\]\(([^)#\s]*\.md)")


def check(book: Book) -> Iterator[Problem]:
    if not book.path:
        return
    path, pages = read_path(book), nav.order(book)
    yield from _pages(book, path, pages)
    yield from _steps(book, path)
    try:
        TopologicalSorter(path.needs).prepare()
    except CycleError as error:
        circle = " needs ".join(reversed(error.args[1]))
        yield problem(path, book, f"  {error.args[1][0]}:", f"in a circle: {circle}", "Take one of them away.")
        return
    yield from _order(book, path, pages, "the nav")
    yield from _order(book, path, path.pages, "the path")
    for slug in path.needs:
        yield from _said(book, path, slug)


def _pages(book: Book, path: LearningPath, pages: list[str]) -> Iterator[Problem]:
    """Every page that is named is in the nav; every page of the nav has its place, once."""
    needed = [(slug, f"  {slug}:") for slug in path.needs]
    needed += [(need, f"  {slug}:") for slug, needs in path.needs.items() for need in needs]
    for slug, needle in dict.fromkeys([*needed, *((slug, f": {slug}") for slug in path.pages)]):
        if slug not in pages:
            yield problem(path, book, needle, f"'{slug}' is no page of the nav", "Name a page as the nav does.")
    for slug in pages:
        if slug not in path.pages and not any(fnmatch(slug, pattern) for pattern in path.beside):
            yield problem(path, book, "levels:", f"'{slug}' is on no level", "Give it a step, or list it as beside.")
    for slug in (slug for slug in path.pages if slug not in path.needs):
        yield problem(path, book, f": {slug}", f"nothing says what '{slug}' needs", f"Write below needs: {slug}: []")
    for slug, times in Counter(path.pages).items():
        if times > 1:
            yield problem(path, book, f": {slug}", f"'{slug}' is on the path {times} times", "Keep one step.")


def _steps(book: Book, path: LearningPath) -> Iterator[Problem]:
    recorded = experiments(book)
    for step in path.steps:
        if step.kind == "run" and step.what.split()[0] not in recorded:
            what = f"'{step.what}' was never recorded"
            yield problem(path, book, f": {step.what}", what, "Record it, or name another experiment.")
        if step.kind == "solve" and (book.docs / f"{step.what}.md").is_file() and not exercises(book, step.what):
            yield problem(path, book, f": {step.what}", f"'{step.what}' has no exercises", "Read it instead.")


def _order(book: Book, path: LearningPath, pages: list[str], where: str) -> Iterator[Problem]:
    place = {slug: n for n, slug in enumerate(pages)}
    for slug, needs in path.needs.items():
        for need in needs:
            if place.get(need, -1) > place.get(slug, len(place)):
                what = f"'{slug}' needs '{need}', which comes later in {where}"
                yield problem(path, book, f"  {slug}:", what, "Move one of the pages, or do without.")


def _said(book: Book, path: LearningPath, slug: str) -> Iterator[Problem]:
    """What the page says it needs is needed in the data, too."""
    page = book.docs / f"{slug}.md"
    for paragraph in SAYS.findall(prose(page)) if page.is_file() else ():
        for link in LINK.findall(paragraph):
            need = book.slug(Path(os.path.normpath(page.parent / link)))
            if need not in path.before(slug):
                what = f"the page says that it needs '{need}', and {book.name(path.file)} does not"
                yield book.problem(page, line_of(page, "You need"), what, "Make them agree.")
