"""The pages of the exercises, made from the exercises: `python -m unrolled.exercises.pages` writes them.

Nothing on such a page is typed twice: the task is the docstring of `about.py`, hints are those of the command line,
the reasoning is the docstring of `solution.py`, stub and solution are included from their files. What a chapter shows
of its exercises is made in `chapters.py`. A test compares all of it with what these two modules make.
"""

import re
import textwrap
from importlib import import_module
from pathlib import Path

from markdown.extensions.toc import slugify

from unrolled.exercises import chapters
from unrolled.exercises.exercise import KIND, ROOT, SETS, Exercise, exercises

DOCS = Path("docs")
LEVELS = {1: "a few lines", 2: "a few more", 3: "think first", 4: "takes a while", 5: "an evening"}
CITED = re.compile(r"\(([a-z][a-z0-9-]*)\.(\d+[a-z]?)\)")
COMMANDS = """<!--pytest.mark.skip(reason="asks the reader, and writes into the reader's folder")-->
```sh
python -m unrolled start {0}      # copies the stub to exercises/{0}.py
python -m unrolled check {0}      # runs your file and says what is right and what is not
python -m unrolled hint {0}       # the next hint
python -m unrolled solution {0}   # asks first
```"""


def generated(docs: Path = DOCS) -> dict[Path, str]:
    """Every page of a set that has exercises, as it should be."""
    return {docs / "exercises" / f"{name}.md": _page(name, docs) for name in SETS if exercises(name)}


def _page(name: str, docs: Path) -> str:
    found, title = exercises(name), SETS[name]
    about = (import_module(f"unrolled.exercises.{name}").__doc__ or "").strip()
    kinds = ", ".join(dict.fromkeys(KIND[each.about.kind].lower() for each in found))
    parts = [
        f"---\ndescription: {len(found)} exercises that check themselves. {title}. {kinds.capitalize()}.\n---",
        f"# Exercises: {title}",
        about,
        f"[How the exercises work](index.md) is told once, for all of them. In short, with the first of this page:\n\n"
        f"{COMMANDS.format(found[0].name)}",
        _table(found, docs),
        *(_entry(each, docs) for each in found),
        _next(name),
    ]
    return "\n\n".join(parts) + "\n"


def _next(name: str) -> str:
    """The last line of a page."""
    rest = [other for other in list(SETS)[list(SETS).index(name) + 1 :] if exercises(other)]
    if not rest:
        return "**Next:** a project of your own. `python -m unrolled exercises` shows what is still open."
    return f"**Next:** [{SETS[rest[0]]}]({rest[0]}.md)."


def _table(found: list[Exercise], docs: Path) -> str:
    rows = ["| exercise | what | kind | level | chapter |", "|---|---|---|---|---|"]
    for each in found:
        told = each.about
        rows.append(
            f"| [{each.name}](#{each.name}) | {told.title} | {KIND[told.kind].lower()} | {told.level} of 5 | "
            f"{_chapter(told.chapter, docs)} |"
        )
    return "\n".join(rows)


def _chapter(slug: str, docs: Path, section: str = "") -> str:
    """A link to a chapter, or to one of its sections."""
    head = re.search(r"^# (.+)$", (docs / f"{slug}.md").read_text("utf-8"), re.M)
    anchor = f"#{slugify(section, '-')}" if section else ""
    return f"[{head[1]}{f': {section}' if section else ''}](../{slug}.md{anchor})"


def _entry(exercise: Exercise, docs: Path) -> str:
    told, folder = exercise.about, exercise.folder.relative_to(ROOT.parents[1]).as_posix()
    hints = [
        f'??? tip "Hint {n} of {len(told.hints)}"\n    {_plain(hint)}' for n, hint in enumerate(told.hints, start=1)
    ]
    return "\n\n".join(
        [
            f"## {exercise.name}: {told.title} {{ #{exercise.name} }}",
            f"*{KIND[told.kind]}. Level {told.level} of 5: {LEVELS[told.level]}.* It belongs to "
            f"{_chapter(told.chapter, docs, told.section)}.",
            linked(exercise.task),
            f"The stub, also as [a file](files/{exercise.name}.py):",
            _listing(f"src/{folder}/stub.py"),
            *hints,
            f'??? success "Solution of {exercise.name}, with its reasoning"',
            _indented(linked(exercise.reasoning)),
            _indented(_listing(f"src/{folder}/solution.py", ":code")),
        ]
    )


def _listing(path: str, section: str = "") -> str:
    return f'```python title="{path}"\n--8<-- "{path}{section}"\n```'


def _indented(text: str) -> str:
    return textwrap.indent(text, "    ")


def _plain(hint: str) -> str:
    """A hint as Markdown: outside of code spans, stars, underscores and brackets are themselves."""
    spans = re.split(r"(`[^`]*`)", hint)
    return linked("".join(s if s.startswith("`") else re.sub(r"([*_<\[\]])", r"\\\1", s) for s in spans))


def linked(text: str) -> str:
    """Numbers of equations as links to the ledger of equations."""
    return CITED.sub(r"[(\1.\2)](../reference/equations.md#\1-\2)", text)


def main() -> None:
    for path, text in (generated() | chapters.generated()).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        print(path)


if __name__ == "__main__":
    main()
