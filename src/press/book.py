"""Where a book keeps its things: the nearest `pyproject.toml` with a `[tool.press]` table is the root of one book."""

import tomllib
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path


@dataclass(unsafe_hash=True)
class Problem(Exception):
    """One thing that is wrong, where, and what to do about it. Gates list problems; what cannot go on raises one."""

    file: str
    line: int
    what: str
    todo: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}\n    {self.todo}"


@dataclass(frozen=True)
class Book:
    root: Path
    digest: str = ""
    figures: str = ""
    katex: str = "docs/assets/vendor/katex/katex.min.js"
    unrun: list[dict[str, str]] = field(default_factory=list)
    quizzes: list[str] = field(default_factory=list)  # pages, as patterns of slugs, that end with questions
    preload: list[str] = field(default_factory=list)  # modules that a process loads before it runs code of the book
    path: str = ""  # the page of the learning path

    @property
    def docs(self) -> Path:
        return self.root / "docs"

    def files(self, *where: str) -> list[Path]:
        return sorted(path for pattern in where for path in self.root.glob(pattern))

    def chapters(self) -> list[Path]:
        return self.files("docs/**/*.md")

    def pages(self) -> list[Path]:
        return [*self.files("README.md"), *self.chapters()]

    def name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)

    def slug(self, page: Path) -> str:
        return page.relative_to(self.docs).with_suffix("").as_posix()

    def module(self, path: Path) -> str:
        """The name under which a file of src/ is imported; nothing for a file from elsewhere."""
        top, *rest = Path(self.name(path)).with_suffix("").parts
        return ".".join(rest) if top == "src" else ""

    def is_snippet(self, path: Path) -> bool:
        return self.name(path).startswith("snippets/") and path.suffix == ".py"

    def problem(self, path: Path, line: int, what: str, todo: str) -> Problem:
        return Problem(self.name(path), line, what, todo)

    def unrun_reason(self, page: Path, code: str) -> str:
        """Why this block may go unrun: an entry names a page and, if not the whole page, how the block begins."""
        own = (entry for entry in self.unrun if entry["page"] == self.name(page))
        return next((entry["reason"] for entry in own if code.startswith(entry.get("starts", ""))), "")

    def write(self, files: dict[Path, str]) -> None:
        """Write generated files, each whole or not at all, and only if it changes."""
        for path, text in files.items():
            if not path.exists() or path.read_text("utf-8") != text:
                path.parent.mkdir(parents=True, exist_ok=True)
                part = path.with_name(f".{path.name}.part")
                try:
                    part.write_text(text, "utf-8")
                    part.replace(path)
                finally:
                    part.unlink(missing_ok=True)
                print(f"wrote {self.name(path)}")

    def stale(self, path: Path, text: str, todo: str) -> list[Problem]:
        """What is wrong with a generated file that should hold `text`."""
        now = path.read_text("utf-8") if path.exists() else ""
        if unlike := difference(now, text):
            what = f"recorded {unlike[1]!r}, printed {unlike[2]!r}"
            return [self.problem(path, unlike[0] + 1, what, todo)]
        return []


def open_book(start: Path) -> Book:
    """The book that the folder `start` lies in."""
    start = start.resolve()
    for file in (folder / "pyproject.toml" for folder in (start, *start.parents)):
        tools = tomllib.loads(file.read_text("utf-8")).get("tool", {}) if file.exists() else {}
        if "press" in tools:
            return Book(file.parent, **tools["press"])
    todo = "Run press inside the book, or name the book's folder with --root."
    raise Problem(str(start), 1, "no pyproject.toml with a [tool.press] table here or above", todo)


def difference(was: str, now: str) -> tuple[int, str, str] | None:
    """The first line, counted from 0, in which two texts differ, and that line of each."""
    pairs = enumerate(zip_longest(was.split("\n"), now.split("\n"), fillvalue="(nothing more)"))
    return next(((n, a, b) for n, (a, b) in pairs if a != b), None)


def line_of(path: Path, needle: str) -> int:
    """The first line of a file in which `needle` stands; 0 if it stands nowhere."""
    return next((n for n, line in enumerate(path.read_text("utf-8").split("\n"), 1) if needle in line), 0)
