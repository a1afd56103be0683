"""The pages hold every exercise, and nothing but what the exercises say."""

import re
import textwrap
from pathlib import Path

import pytest

from unrolled.exercises import chapters
from unrolled.exercises.exercise import SETS, exercises
from unrolled.exercises.pages import generated, linked

DOCS = Path(__file__).parents[3] / "docs"
PAGES = generated(DOCS)
MADE = PAGES | chapters.generated(DOCS)


@pytest.mark.parametrize("page", MADE, ids=lambda page: page.stem)
def test_page_is_current(page):
    assert page.exists(), "run: python -m unrolled.exercises.pages"
    assert page.read_text("utf-8") == MADE[page], "run: python -m unrolled.exercises.pages"


def test_every_chapter_shows_its_exercises():
    assert chapters.forgotten(DOCS) == []


def test_a_chapter_that_shows_none_and_a_part_of_none_are_found(tmp_path, monkeypatch):
    monkeypatch.setattr(chapters, "exercises", lambda: exercises("lstm"))
    for slug, times in {"gates/lstm": 2, "gates/gru": 0}.items():
        page, part = tmp_path / "docs" / f"{slug}.md", chapters.part_of(slug, tmp_path / "docs")
        for path in (page, part):
            path.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(f'# A page\n\n--8<-- "snippets/{slug}.exercises.md"\n' * times)
        part.write_text("")
    (tmp_path / "snippets" / "gates" / "memory.exercises.md").write_text("")
    assert chapters.forgotten(tmp_path / "docs") == [
        "docs/gates/lstm.md shows its exercises 2 times, not once: give it the line "
        '--8<-- "snippets/gates/lstm.exercises.md"',
        "docs/gates/gru.md shows its exercises 0 times, not once: give it the line "
        '--8<-- "snippets/gates/gru.exercises.md"',
        "snippets/gates/memory.exercises.md belongs to no exercise: delete it",
    ]


@pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.name)
def test_the_folded_solution_shows_the_reasoning_above_the_code(exercise):
    page = (DOCS / "exercises" / f"{exercise.set}.md").read_text("utf-8")
    folded = page.partition(f'??? success "Solution of {exercise.name}, with its reasoning"')[2].partition("\n## ")[0]
    reasoning, code, _ = folded.partition("    ```python")
    assert code
    assert textwrap.dedent(reasoning).strip() == linked(exercise.reasoning)


def test_every_exercise_is_on_a_page_and_every_exercise_on_a_page_exists():
    shown = [
        name
        for set_name in SETS
        if (page := DOCS / "exercises" / f"{set_name}.md").exists()
        for name in re.findall(r"^## \S+: .* \{ #(\S+) \}$", page.read_text("utf-8"), re.M)
    ]
    assert shown == [exercise.name for exercise in exercises()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page_is_in_the_navigation(page):
    assert f"- exercises/{page.name}\n" in (DOCS.parent / "mkdocs.yml").read_text("utf-8")


@pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.name)
def test_chapter_and_section_exist(exercise):
    chapter = (DOCS / f"{exercise.about.chapter}.md").read_text("utf-8")
    assert re.search(rf"^##+ {re.escape(exercise.about.section)}$", chapter, re.M)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_equation_that_is_cited_is_numbered_on_a_page(page):
    numbered = {
        tag for other in DOCS.glob("*/*.md") for tag in re.findall(r"\\tag\{([^}]+)\}", other.read_text("utf-8"))
    }
    cited = set(re.findall(r"\[\(([a-z-]+\.\d+)\)\]", page.read_text("utf-8")))
    assert cited <= numbered
