"""The pages hold every exercise, and nothing but what the exercises say."""

import re
from pathlib import Path

import pytest

from unrolled.exercises.exercise import SETS, exercises
from unrolled.exercises.pages import generated

DOCS = Path(__file__).parents[3] / "docs"
PAGES = generated(DOCS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page_is_current(page):
    assert page.exists(), "run: python -m unrolled.exercises.pages"
    assert page.read_text("utf-8") == PAGES[page], "run: python -m unrolled.exercises.pages"


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
