"""Written questions: each page's stand in `snippets/<part>/<slug>.quiz.yml`. Here they are read, and taken to task.

A question has a kind (one right choice, many, a number, an order), a reason for everything a reader may answer, and a
link to the section that it is about. Its `check` computes the answer; `quiz_answers` compares the two.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from .book import Book, Problem

KINDS = {"one": "choices", "many": "choices", "number": "mistakes", "order": "steps"}
LABELS = {"choices": ("right", "wrong"), "mistakes": ("given",), "steps": ("do",)}
KEYS = {"id", "topic", "see", "code", "check", "why", "answer", "tolerance", *KINDS, *LABELS}
ID = re.compile(r"[a-z][a-z0-9-]*")
SHAPE = "CONTRIBUTING.md, 'Add a question', shows one of each kind."


@dataclass(frozen=True)
class Option:
    """A choice, a step, or a number that is given by mistake; and what is to be said about it."""

    text: str
    why: str
    right: bool


@dataclass(frozen=True)
class Question:
    file: Path
    line: int
    id: str
    kind: str
    ask: str
    see: str
    options: tuple[Option, ...]
    why: str = ""
    code: str = ""
    check: str = ""
    topic: str = ""
    answer: float = 0
    tolerance: float = 0

    @property
    def texts(self) -> list[str]:
        """Everything in it that is written for a reader."""
        return [self.ask, self.why, *(text for option in self.options for text in (option.text, option.why))]


def files(book: Book) -> list[Path]:
    return book.files("snippets/**/*.quiz.yml")


def page_of(book: Book, path: Path) -> Path:
    return book.docs / path.relative_to(book.root / "snippets").with_name(path.name.replace(".quiz.yml", ".md"))


def part_of(path: Path) -> Path:
    """What the page includes."""
    return path.with_name(path.name.replace(".quiz.yml", ".quiz.md"))


def read_quiz(book: Book, path: Path) -> tuple[list[Question], list[Problem]]:
    """The questions of a file, and what is wrong with their form; what is wrong is left out."""
    try:
        rows = yaml.safe_load(path.read_text("utf-8"))
    except yaml.MarkedYAMLError as error:
        line = (error.problem_mark or error.context_mark).line + 1
        return [], [book.problem(path, line, f"bad YAML: {error.problem}", 'Quote what holds ": " or begins with `.')]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return [], [book.problem(path, 1, "not a list of questions", SHAPE)]
    questions, problems = [], []
    for row in rows:
        line = _line(path, row.get("id"))
        wrong = list(_misshapen(row))
        problems += [book.problem(path, line, f"question '{row.get('id')}': {what}", SHAPE) for what in wrong]
        questions += [] if wrong else [_question(path, line, row)]
    return questions, problems


def _line(path: Path, name: Any) -> int:
    lines = path.read_text("utf-8").split("\n")
    return next((n for n, line in enumerate(lines, 1) if re.match(rf"-?\s*id: ['\"]?{name}\b", line)), 1)


def _question(path: Path, line: int, row: dict) -> Question:
    kind = next(name for name in KINDS if name in row)
    labels = LABELS[KINDS[kind]]
    options = []
    for entry in row[KINDS[kind]]:
        label = next(name for name in labels if name in entry)
        options.append(Option(_flat(entry[label]), _flat(entry["why"]), label in {"right", "do"}))
    texts = {name: _flat(row[name]) for name in ("see", "why", "topic") if name in row}
    rest = {name: row[name] for name in ("answer", "tolerance", "code", "check") if name in row}
    return Question(path, line, row["id"], kind, _flat(row[kind]), options=tuple(options), **texts, **rest)


def _flat(text: Any) -> str:
    return " ".join(str(text).split())


def _misshapen(row: dict):
    """Why a question cannot be read; the rest of its faults can wait until it can."""
    kinds = [name for name in KINDS if name in row]
    if not ID.fullmatch(str(row.get("id"))):
        yield "its id is not small letters, digits and hyphens"
    if unknown := sorted(set(map(str, row)) - KEYS):
        yield f"unknown key '{unknown[0]}'"
    if len(kinds) != 1:
        yield f"it needs one kind of {', '.join(KINDS)}, and has {', '.join(kinds) or 'none'}"
        return
    if not _flat(row[kinds[0]] or ""):
        yield "it asks nothing"
    if not _flat(row.get("see") or ""):
        yield "no 'see': which section is it about?"
    entries = row.get(KINDS[kinds[0]])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        yield f"no list of {KINDS[kinds[0]]}"
        return
    yield from _unexplained(entries, LABELS[KINDS[kinds[0]]])
    if kinds == ["number"] and not all(isinstance(row.get(n, 0), int | float) for n in ("answer", "tolerance")):
        yield "its answer or tolerance is not a number"


def _unexplained(entries: list[dict], labels: tuple[str, ...]):
    for entry in entries:
        own = [name for name in labels if name in entry]
        if len(own) != 1 or set(entry) - {*labels, "why"}:
            yield f"an entry needs one of {', '.join(labels)}, and a 'why': {entry}"
        elif not _flat(entry.get("why") or ""):
            yield f"no explanation for '{_flat(entry[own[0]])}'"
