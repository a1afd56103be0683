"""The command line, as a reader types it."""

import pytest
from typer.testing import CliRunner

from unrolled.__main__ import EXPERIMENTS, app


def call(*words):
    return CliRunner().invoke(app, list(words))


def test_list_names_every_experiment_there_is():
    from pathlib import Path

    import unrolled.experiments

    files = {p.stem for p in Path(unrolled.experiments.__file__).parent.glob("*.py")}
    assert set(EXPERIMENTS) <= files
    output = call("list").output
    assert all(name in output for name in EXPERIMENTS)


def test_list_tells_the_minutes_of_a_record_and_none_where_it_does_not_know(monkeypatch):
    from unrolled import records

    monkeypatch.setattr(records, "took_of", lambda name: {"processor_minutes": 90.72} if name == "gru" else None)
    lines = {line.split()[0]: line.split()[1:3] for line in call("list").output.splitlines()}
    assert lines["gru"] == ["91", "min"]
    assert "min" not in lines["lstm"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["run", "sentimnet"], "no experiment 'sentimnet'"),
        (["run", "lstm", "--quick", "--record"], "only full runs are recorded"),
        (["run", "lstm", "--record", "--seeds", "2"], "at least 3 seeds"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(words, message):
    found = call(*words)
    assert found.exit_code == 2
    assert message in " ".join(found.output.replace("│", " ").split())


def test_quick_lstm_prints_every_cell(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # where the run is noted
    found = call("run", "lstm", "--quick")
    assert found.exit_code == 0, found.output
    for cell in ("tanh RNN", "forget bias 0", "forget bias 1", "forget bias log(T-1)", "chrono"):
        assert f"{cell}: adding" in found.output
