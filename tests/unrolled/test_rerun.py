"""`python -m unrolled rerun`: stale records are run again, fresh ones are left, and what is done stays done."""

import json
import time

import pytest
from typer.testing import CliRunner

from unrolled import rerun, results
from unrolled.__main__ import app
from unrolled.attempts import read
from unrolled.time_table import RERUN


@pytest.fixture
def book(tmp_path, monkeypatch):
    """Three experiments: one fresh, one stale, one without a record."""
    monkeypatch.setattr(results, "path_of", lambda name: tmp_path / f"{name}.json")
    monkeypatch.setattr(results, "sources", lambda module: {"code": module})
    for name, source in (("fresh", "unrolled.experiments.fresh"), ("stale", "another")):
        record = {"source": {"code": source}, "seeds": [0, 1, 2, 3, 4]}
        (tmp_path / f"{name}.json").write_text(json.dumps(record))
    return ["fresh", "stale", "absent"]


def test_only_what_is_stale_or_absent_is_run(book):
    calls = []
    ended = rerun.run_all(rerun.to_do(book, None), lambda *call: calls.append(call) or 0, tell=lambda _: None)
    assert sorted(calls) == [("absent", 3), ("stale", 5)]
    assert [done.code for done in ended] == [0, 0]


def test_all_goes_on_after_a_kill(book, tmp_path):
    finished, calls = tmp_path / "runs" / "finished", []

    def runner(name, _):
        calls.append(name)
        return 1 if name == "stale" else 0

    rerun.run_all(rerun.to_do(book, finished), runner, finished, lambda _: None)
    assert sorted(calls) == ["absent", "fresh", "stale"]
    assert rerun.to_do(book, finished) == ["stale"]  # the one that failed


def test_what_measures_time_runs_last_and_alone(monkeypatch):
    monkeypatch.setattr(rerun, "seeds_of", lambda _: 3)
    running, seen = [], []

    def runner(name, _):
        running.append(name)
        seen.append((name, tuple(running)))
        running.remove(name)
        return 0

    rerun.run_all(["speed", "lstm", "language_model", "gru"], runner, tell=lambda _: None)
    assert [name for name, _ in seen[-2:]] == ["speed", "language_model"]
    assert all(beside == (name,) for name, beside in seen[-2:])


def test_the_longest_come_first_and_before_them_what_may_be_long(monkeypatch):
    minutes = {"gru": 3, "lstm": 2, "sentiment": 50, "sentiment_ensemble": 60, "translation": 90}
    monkeypatch.setattr(rerun, "took_of", lambda name: name in minutes and {"processor_minutes": minutes[name]})
    beside, alone = rerun.in_order(["lstm", "speed", "translation", "sentiment", "deep", "gru", "sentiment_ensemble"])
    assert beside == [["deep"], ["sentiment", "sentiment_ensemble"], ["translation"], ["gru"], ["lstm"]]
    assert alone == ["speed"]


def test_rows_begin_in_their_order(monkeypatch):
    monkeypatch.setattr(rerun, "seeds_of", lambda _: 3)
    monkeypatch.setattr(rerun, "in_order", lambda _: ([["translation"], ["sentiment"], ["gru"], ["lstm"]], []))
    began = []

    def runner(name, _):
        began.append(name)
        time.sleep(0.05)  # two are under way before a third one begins
        return 0

    rerun.run_all(["lstm", "gru", "translation", "sentiment"], runner, tell=lambda _: None)
    assert set(began[:2]) == {"translation", "sentiment"}


def test_what_uses_the_checkpoints_of_another_waits_for_it(monkeypatch):
    monkeypatch.setattr(rerun, "seeds_of", lambda _: 3)
    ended, early = [], []

    def runner(name, _):
        if name == "sentiment":
            time.sleep(0.2)
        early.extend([name] if name == "sentiment_ensemble" and "sentiment" not in ended else [])
        ended.append(name)
        return 1  # also when it failed

    found = rerun.run_all(["sentiment_ensemble", "gru", "sentiment", "lstm"], runner, tell=lambda _: None)
    assert not early
    assert (
        sorted(done.experiment for done in found) == sorted(ended) == ["gru", "lstm", "sentiment", "sentiment_ensemble"]
    )
    assert rerun.rows(["sentiment_ensemble", "gru"]) == [["sentiment_ensemble"], ["gru"]]


def test_what_all_took_adds_up_until_all_is_well(tmp_path, monkeypatch):
    codes = [1, 0, 0]
    monkeypatch.setattr(rerun, "seeds_of", lambda _: 3)
    monkeypatch.setattr(rerun, "run_one", lambda _: lambda *_: codes.pop(0))
    for _ in range(3):
        rerun.run_timed(["lstm"], tmp_path, None, lambda _: None)
    assert [(a["resumed"], a["finished"]) for a in read(tmp_path / RERUN)] == [
        (False, False),
        (True, True),
        (False, True),
    ]


def test_the_times_are_told_on_demand(tmp_path):
    results.write(tmp_path / "times" / "lstm.json", {"attempts": [{
        "began": "2031-02-03", "wall_seconds": 60, "processor_seconds": 30, "resumed": False, "finished": True,
    }]})  # fmt: skip
    found = CliRunner().invoke(app, ["rerun", "--times", "--runs", str(tmp_path)])
    assert found.exit_code == 0
    assert found.output.splitlines()[-2].split() == ["sum", "0.5", "1.0", "1"]
    assert found.output.splitlines()[-1].startswith("by the records, ")


def test_the_runner_keeps_what_an_experiment_said(tmp_path):
    assert rerun.run_one(tmp_path / "runs")("no-such-experiment", 3) != 0
    assert "no experiment 'no-such-experiment'" in (tmp_path / "runs" / "no-such-experiment.log").read_text()
