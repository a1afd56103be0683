"""The learning path as data: levels, their milestones, the steps to each, and what every page needs to be read before.

One file holds it, snippets/<slug of its page>.yml. Here it is read; `path_gate` takes it to task, `path_page` shows it.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from .book import Book, Problem

KINDS = ("read", "solve", "run")
SHAPE = "Write it like its neighbours: read, solve or run, and what."


@dataclass(frozen=True)
class Step:
    kind: str
    what: str  # a page to read; a page of exercises to solve; an experiment to run, perhaps with its options

    @property
    def page(self) -> str:
        return "" if self.kind == "run" else self.what


@dataclass(frozen=True)
class Milestone:
    title: str
    then: str  # what the reader can do when it is reached
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Level:
    title: str
    about: str
    milestones: tuple[Milestone, ...]

    @property
    def steps(self) -> list[Step]:
        return [step for milestone in self.milestones for step in milestone.steps]


@dataclass(frozen=True)
class LearningPath:
    file: Path
    levels: tuple[Level, ...]
    needs: dict[str, list[str]]  # of each page: the pages to be read before it, without what those need themselves
    beside: list[str]  # patterns of pages that are no part of any level

    @property
    def steps(self) -> list[Step]:
        return [step for level in self.levels for step in level.steps]

    @property
    def pages(self) -> list[str]:
        """The pages of all levels, in order."""
        return [step.page for step in self.steps if step.page]

    def before(self, slug: str) -> set[str]:
        """All that a page needs, and what that needs."""
        found: set[str] = set()
        queue = [slug]
        while queue:
            new = set(self.needs.get(queue.pop(), [])) - found
            found |= new
            queue += new
        return found


def file_of(book: Book) -> Path:
    return book.root / "snippets" / f"{book.path}.yml"


def read_path(book: Book) -> LearningPath:
    """Raises: Problem, if the file cannot be read as a path."""
    file = file_of(book)
    try:
        data = yaml.safe_load(file.read_text("utf-8"))
        levels = tuple(_level(book, file, each) for each in data["levels"])
        needs = {str(page): [str(need) for need in wanted or []] for page, wanted in data["needs"].items()}
        return LearningPath(file, levels, needs, [str(pattern) for pattern in data.get("beside") or []])
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise book.problem(file, mark.line + 1, f"bad YAML: {error.problem}", 'Quote what holds ": ".') from error
    except (KeyError, TypeError, AttributeError) as error:
        raise book.problem(file, 1, f"not a learning path: {error!r}", "It has levels, and what pages need.") from error


def _level(book: Book, file: Path, data: dict[str, Any]) -> Level:
    milestones = (
        Milestone(_flat(each["milestone"]), _flat(each["then"]), tuple(_step(book, file, s) for s in each["steps"]))
        for each in data["milestones"]
    )
    return Level(_flat(data["level"]), _flat(data["about"]), tuple(milestones))


def _step(book: Book, file: Path, data: Any) -> Step:
    if not isinstance(data, dict) or len(data) != 1 or next(iter(data)) not in KINDS:
        raise book.problem(file, 1, f"not a step: {data}", SHAPE)
    ((kind, what),) = data.items()
    return Step(kind, _flat(what))


def _flat(text: Any) -> str:
    return " ".join(str(text).split())


def problem(path: LearningPath, book: Book, needle: str, what: str, todo: str) -> Problem:
    """A problem on the first line of the file that holds `needle`."""
    lines = path.file.read_text("utf-8").split("\n")
    return book.problem(path.file, next((n for n, line in enumerate(lines, 1) if needle in line), 1), what, todo)
