"""The gates over the real book: one test each. A failure lists every problem with its file, its line, and what to do.

Those that read the built site take it from $SITE_DIR, or from `site/` if that is no older than what it is made of;
or else they build it.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from press import gates, quiz
from press.book import open_book
from press.fences import SETTINGS
from press.site import Site

BOOK = open_book(Path(__file__).parent)


def judge(gate, book) -> None:
    problems = gates.attempt(lambda: gate(book))
    if problems:
        pytest.fail("\n".join(map(str, problems)), pytrace=False)


def is_current(site: Path) -> bool:
    built = site / "index.html"
    made_of = [p for top in ("docs", "snippets", "src", "overrides") for p in (BOOK.root / top).rglob("*.*")]
    newest = max(p.stat().st_mtime for p in [BOOK.root / "mkdocs.yml", *made_of] if "__pycache__" not in p.parts)
    return built.exists() and built.stat().st_mtime >= newest


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Site:
    given = Path(os.environ.get("SITE_DIR", BOOK.root / "site"))
    if "SITE_DIR" not in os.environ and not is_current(given):
        given = tmp_path_factory.mktemp("site")
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-d", str(given)]
        env = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
        done = subprocess.run(command, cwd=BOOK.root, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    return Site(BOOK, given)


@pytest.mark.parametrize("name", gates.READ)
def test_read(name):
    judge(gates.READ[name], BOOK)


@pytest.mark.parametrize("name", gates.RUN)
def test_run(name):
    judge(gates.RUN[name], BOOK)


@pytest.mark.parametrize("name", gates.SITE)
def test_site(name, site):
    judge(gates.SITE[name], site)


class _Loose(yaml.SafeLoader):
    """mkdocs.yml names Python objects and the environment; here their names are enough."""


_Loose.add_multi_constructor("", lambda _, suffix, node: getattr(node, "value", suffix))


def _options(entries: list, name: str) -> dict:
    return next(entry[name] for entry in entries if isinstance(entry, dict) and name in entry)


def test_site_settings_the_press_relies_on():
    config = yaml.load((BOOK.root / "mkdocs.yml").read_text("utf-8"), _Loose)
    snippets = _options(config["markdown_extensions"], "pymdownx.snippets")
    assert {name: snippets[name] for name in SETTINGS} == SETTINGS
    assert _options(config["plugins"], "mkdocs-jupyter")["allow_errors"] is False
    assert config["strict"] is True


def test_there_are_questions_of_every_kind_and_enough_of_them():
    questions = [question for path in quiz.files(BOOK) for question in quiz.read_quiz(BOOK, path)[0]]
    assert len(questions) >= 120
    assert {question.kind for question in questions} == set(quiz.KINDS)


def test_a_hidden_remark_leaves_no_gap_before_a_mark():
    gap = re.compile(r" <!--[^>]*-->[.,;:!?)]")
    found = [f"{p}:{n}" for p in sorted((BOOK.root / "docs").rglob("*.md"))
             for n, line in enumerate(p.read_text("utf-8").splitlines(), 1) if gap.search(line)]  # fmt: skip
    assert not found, f"write word<!-- remark -->. without a space: {', '.join(found)}"
