"""What all experiments would take together: laid out as they are run, and never without those of unknown time."""

import json

import pytest

from unrolled import results
from unrolled.__main__ import EXPERIMENTS
from unrolled.whole_run import told, whole_run

TIMES = {  # processor minutes, minutes by the clock, whether they are those of the whole run
    "sentiment": (50, 300, True),
    "sentiment_ensemble": (60, 300, False),  # it goes on with the checkpoints of sentiment
    "translation": (70, 300, True),
    "lstm": (20, 300, True),
    "gru": (30, 300, False),
    "speed": (15, 10, True),
}


@pytest.fixture
def records(tmp_path, monkeypatch):
    monkeypatch.setattr(results, "path_of", lambda name: tmp_path / f"{name}.json")
    for name, (processor, wall, whole) in TIMES.items():
        took = {"processor_minutes": processor, "wall_minutes": wall, "attempts": 1, "whole": whole}
        (tmp_path / f"{name}.json").write_text(json.dumps({"took": took}))
    (tmp_path / "deep.json").write_text("{}")
    return [*TIMES, "deep", "absent"]


def test_two_run_side_by_side_and_what_shares_checkpoints_one_after_the_other(records):
    found = whole_run(records)
    # 50 + 60 on one core, meanwhile 70 + 20 on the other; then ten minutes alone, by the clock
    assert found.minutes == 110 + 10
    assert found.processor_minutes == 50 + 60 + 70 + 20 + 15


def test_what_goes_on_with_another_counts_only_beside_that_one(records, tmp_path):
    (tmp_path / "sentiment.json").write_text("{}")
    found = whole_run(records)
    assert found.unknown == ["sentiment", "sentiment_ensemble", "gru", "deep", "absent"]
    assert found.processor_minutes == 70 + 20 + 15


def test_what_is_not_known_is_named_and_not_counted(records):
    assert whole_run(records).unknown == ["gru", "deep", "absent"]
    assert told(records) == (
        "by the records, 5 of 8 experiments take 215 minutes of processor time, 2.0 hours on two free cores; "
        "not in the records: gru, deep, absent"
    )


def test_the_records_of_the_book_tell_of_every_experiment():
    assert whole_run(list(EXPERIMENTS)).unknown == []


def test_the_experiments_of_the_book_take_less_than_six_hours_together():
    assert whole_run(list(EXPERIMENTS)).minutes < 6 * 60
