"""What the site adds to a chapter while it is built: where a section ends, the exercises that belong to it."""

import importlib.util
from pathlib import Path

from mkdocs.structure.files import File, Files

HOOK = Path(__file__).parents[3] / "overrides" / "hooks" / "exercise_links.py"


def made(slug, html):
    spec = importlib.util.spec_from_file_location("exercise_links_hook", HOOK)
    hook = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hook)
    files = [File(f"{name}.md", "docs", "site", use_directory_urls=True) for name in (slug, "exercises/lstm")]
    page = type("Page", (), {"file": files[0]})
    return hook.on_page_content(html, page, {}, Files(files))


def test_a_section_ends_with_its_exercises():
    html = '<h2 id="a">A</h2>\n<p>1</p>\n<h3 id="the-forget-bias">B</h3>\n<p>2</p>\n<h2 id="c">C</h2>\n<p>3</p>\n'
    assert made("gates/lstm", html) == html.replace(
        "<p>2</p>\n",
        '<p>2</p>\n<p class="exercises" data-search-exclude>Exercises: '
        '<a href="../../exercises/lstm/#lstm-03">lstm-03: Sizes and half-lives</a>; '
        '<a href="../../exercises/lstm/#lstm-04">lstm-04: A forget bias that is not what it says</a></p>\n',
    )


def test_the_last_section_and_a_single_exercise():
    html = '<h2 id="one-step-by-hand">A</h2>\n<p>1</p>\n'
    assert made("gates/lstm", html) == (
        f'{html}<p class="exercises" data-search-exclude>Exercise: '
        '<a href="../../exercises/lstm/#lstm-05">lstm-05: A counter with a reset, by hand</a></p>\n'
    )


def test_a_page_without_exercises_stays_as_it_is():
    assert made("gates/memory", '<h2 id="the-forget-bias">B</h2>') == '<h2 id="the-forget-bias">B</h2>'
