"""What a chapter shows of its exercises: snippets/<part>/<slug>.exercises.md, which the chapter includes.

`python -m unrolled.exercises.pages` writes these files, too. Title, kind, level and section come from `about.py`.
"""

from pathlib import Path

from markdown.extensions.toc import slugify

from unrolled.exercises.exercise import KIND, Exercise, exercises

DOCS = Path("docs")
HEAD = """## Exercises {{ #exercises data-search-exclude }}

An exercise is a stub to fill in, with hints and [a checker](../exercises/index.md) that says what is wrong with an
answer and which mistake it looks like. Begin with `python -m unrolled start {first}`.
"""


def by_chapter() -> dict[str, list[Exercise]]:
    """The exercises that belong to each chapter, by its slug."""
    found: dict[str, list[Exercise]] = {}
    for exercise in exercises():
        found.setdefault(exercise.about.chapter, []).append(exercise)
    return found


def part_of(slug: str, docs: Path = DOCS) -> Path:
    """The file that the chapter of a slug includes."""
    return docs.parent / "snippets" / f"{slug}.exercises.md"


def generated(docs: Path = DOCS) -> dict[Path, str]:
    """The part of each chapter that has exercises."""
    return {part_of(slug, docs): _part(found) for slug, found in by_chapter().items()}


def _part(found: list[Exercise]) -> str:
    return "\n".join([HEAD.format(first=found[0].name), *map(_line, found)]) + "\n"


def _line(exercise: Exercise) -> str:
    about = exercise.about
    return (
        f"- [{exercise.name}: {about.title}](../exercises/{exercise.set}.md#{exercise.name}){about.stop}\n"
        f"  *{KIND[about.kind]}, level {about.level} of 5*, on [{about.section}](#{slugify(about.section, '-')})."
    )


def forgotten(docs: Path = DOCS) -> list[str]:
    """What is wrong with the pages: a chapter that does not show its exercises, a part that no chapter has."""
    parts = generated(docs)
    include = {part: f'--8<-- "{part.relative_to(docs.parent).as_posix()}"' for part in parts}
    shown = {path: path.read_text("utf-8").split("\n") for path in docs.glob("*/*.md")}
    wrong = []
    for slug in by_chapter():
        line = include[part_of(slug, docs)]
        if (times := shown[docs / f"{slug}.md"].count(line)) != 1:
            wrong.append(f"docs/{slug}.md shows its exercises {times} times, not once: give it the line {line}")
    left = sorted(set((docs.parent / "snippets").glob("*/*.exercises.md")) - set(parts))
    return wrong + [f"{part.relative_to(docs.parent).as_posix()} belongs to no exercise: delete it" for part in left]
