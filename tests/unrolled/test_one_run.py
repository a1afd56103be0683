"""`python -m unrolled run`: what a run took stands in its record, and the reader's progress knows that it was made."""

import json
import sys
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

import unrolled.__main__ as command_line
from unrolled import attempts, results
from unrolled.attempts import attempt, checkpoints, file_of, read, took
from unrolled.exercises import progress
from unrolled.measure import Outcome, keyed
from unrolled.other_code import set_aside


@pytest.fixture
def book(tmp_path, monkeypatch):
    """An experiment `fake` that leaves a checkpoint, and breaks down as long as there is a file `broken`."""
    monkeypatch.setattr(results, "ROOT", tmp_path)
    monkeypatch.setattr(results, "sources", lambda _: {"code": (tmp_path / "code").read_text()})
    monkeypatch.setitem(command_line.EXPERIMENTS, "fake", "a fake")
    (tmp_path / "code").write_text("1")
    monkeypatch.chdir(tmp_path)

    def run(_, runs=None, **__):
        if runs is not None:
            runs.mkdir(exist_ok=True)
            (runs / "fake-0.json").touch()
        if (tmp_path / "broken").exists():
            raise RuntimeError("broken")
        return Outcome(keyed("a", "a", [1.0, 2.0, 3.0]), {"extra": 1}, {})

    module = SimpleNamespace(QUESTION="Why?", __name__="unrolled.experiments.fake", run=run)
    monkeypatch.setitem(sys.modules, "unrolled.experiments.fake", module)
    return tmp_path


def call(*words):
    return CliRunner().invoke(command_line.app, ["run", "fake", *map(str, words)])


def recorded(book):
    return json.loads((book / "docs/results/fake.json").read_text())["took"]


def test_a_record_says_what_the_run_took(book):
    assert call("--record").exit_code == 0
    entry = recorded(book)
    assert entry.pop("processor_minutes") >= 0
    assert entry.pop("wall_minutes") >= 0
    assert entry == {"attempts": 1, "whole": True}


def test_nothing_is_recorded_without_what_an_experiment_needs(book):
    module = sys.modules["unrolled.experiments.fake"]
    module.NEEDS = ("torch", "no-such-package")
    found = call("--record")
    assert found.exit_code == 2
    told = " ".join(found.output.replace("│", " ").split())
    assert "needs no-such-package: run `pip install -c constraints.txt no-such-package`" in told
    assert not (book / "docs/results/fake.json").exists()
    confirmed = CliRunner().invoke(command_line.app, ["confirm", "fake"])
    assert "needs no-such-package" in " ".join(confirmed.output.replace("│", " ").split())
    assert call().exit_code == 0
    module.NEEDS = ("torch",)
    assert call("--record").exit_code == 0


def test_a_resumed_run_counts_its_attempts(book):
    runs = book / "runs"
    (book / "broken").touch()
    assert isinstance(call("--record", "--runs", runs).exception, RuntimeError)
    (book / "broken").unlink()
    file = file_of("fake", runs)
    (first,) = read(file)
    results.write(file, {"attempts": [first | {"wall_seconds": 600, "processor_seconds": 1200}]})
    assert call("--record", "--runs", runs).exit_code == 0
    entry = recorded(book)
    assert (entry["attempts"], entry["whole"]) == (2, True)
    assert 10 <= entry["wall_minutes"] < 11
    assert 20 <= entry["processor_minutes"] < 21


def test_checkpoints_of_which_nothing_is_known_make_a_part_of_it(book):
    runs = book / "runs"
    runs.mkdir()
    (runs / "fake-0.json").touch()
    assert call("--record", "--runs", runs).exit_code == 0
    assert recorded(book)["whole"] is False


def test_a_quick_run_is_no_attempt(book):
    assert call("--quick", "--runs", book / "runs").exit_code == 0
    assert read(file_of("fake", book / "runs")) == []


def test_checkpoints_of_other_code_are_set_aside(book):
    runs = book / "runs"
    assert call("--runs", runs).output.count("set aside") == 0
    assert "other code" not in call("--runs", runs).output
    assert took(read(file_of("fake", runs))).attempts == 2
    (book / "code").write_text("2")
    assert "checkpoints that other code made" in call("--record", "--runs", runs).output
    assert [path.name for path in (runs / "other-code").glob("fake-*/*")] == ["fake-0.json"]
    assert recorded(book)["attempts"] == 1


def test_what_an_experiment_takes_over_is_not_set_aside_by_it(book, monkeypatch):
    monkeypatch.setitem(attempts.USES, "fake", "other")
    runs = book / "runs"
    with attempt("fake", runs):
        pass
    (runs / "other-0.json").touch()
    (book / "code").write_text("2")
    assert set_aside("fake", runs) is None
    assert [path.name for path in checkpoints("fake", runs)] == ["other-0.json"]


def test_a_finished_run_is_noted_for_the_reader(book):
    progress.note(book / "exercises", "rnn-01", begun="2031-02-03")
    found = call("--quick")
    assert found.exit_code == 0
    assert "noted in exercises/progress.json" in found.stderr
    assert "noted" not in found.stdout
    assert set(progress.read(book / "exercises", "runs")) == {"fake --quick"}
    assert call("--seeds", "1").exit_code == 0
    assert set(progress.read(book / "exercises", "runs")) == {"fake --quick", "fake"}
    assert "rnn-01" in progress.read(book / "exercises")
    assert call("--folder", "mine").exit_code == 0
    assert set(progress.read(book / "mine", "runs")) == {"fake"}


def test_a_run_that_breaks_down_is_not_noted(book):
    (book / "broken").touch()
    assert call("--quick").exit_code == 1
    assert not (book / "exercises").exists()


@pytest.mark.parametrize("in_the_way", ["exercises", "exercises/progress.json"])
def test_a_note_that_cannot_be_written_fails_no_run(book, in_the_way):
    (book / in_the_way).parent.mkdir(exist_ok=True)
    (book / in_the_way).write_text("[")
    found = call("--quick")
    assert found.exit_code == 0
    assert found.stderr.count("warning: this run is not noted in exercises/progress.json") == 1
    assert found.stderr.count("\n") == 1
    assert (book / in_the_way).read_text() == "["
