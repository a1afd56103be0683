"""The reader's own file: what one command notes, the others keep, also when two of them write at once."""

import json
import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from unrolled.exercises import progress


def test_runs_and_exercises_are_kept_beside_each_other(tmp_path):
    progress.note(tmp_path, "rnn-01", begun="2031-02-03")
    progress.note_run(tmp_path, "lstm --quick", "2031-02-04")
    progress.note_run(tmp_path, "lstm --quick", "2031-02-05")  # the first day stays
    progress.note(tmp_path, "rnn-01", solved="2031-02-06")
    assert json.loads((tmp_path / "progress.json").read_text()) == {
        "version": 1,
        "exercises": {"rnn-01": {"begun": "2031-02-03", "solved": "2031-02-06"}},
        "runs": {"lstm --quick": {"ran": "2031-02-04"}},
    }
    assert progress.read(tmp_path, "runs") == {"lstm --quick": {"ran": "2031-02-04"}}
    assert [path.name for path in tmp_path.iterdir()] == ["progress.json"]


def test_a_file_without_runs_is_read(tmp_path):
    (tmp_path / "progress.json").write_text('{"version": 1, "exercises": {"rnn-01": {"tries": 2}}}')
    assert progress.read(tmp_path, "runs") == {}
    progress.note_run(tmp_path, "lstm", "2031-02-03")
    assert progress.read(tmp_path) == {"rnn-01": {"tries": 2}}


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"exercises": {}, "runs": []}', '{"exercises": {}, "runs": {"a": 1}}']
)
def test_a_damaged_file_is_left_as_it_is(tmp_path, text):
    file = tmp_path / "progress.json"
    file.write_text(text)
    with pytest.raises(progress.BrokenProgressError, match="move it away"):
        progress.note_run(tmp_path, "lstm", "2031-02-03")
    assert [path.read_text() for path in tmp_path.iterdir()] == [text]


def test_nothing_is_lost_when_many_write_at_once(tmp_path):
    names = [f"run-{n}" for n in range(24)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda name: progress.note_run(tmp_path, name, "2031-02-03"), names))
    assert sorted(progress.read(tmp_path, "runs")) == sorted(names)


def test_a_held_file_is_waited_for_and_a_dead_lock_is_removed(tmp_path, monkeypatch):
    monkeypatch.setattr(progress, "WAIT", 0.1)
    lock = tmp_path / ".progress.json.lock"
    lock.touch()
    with pytest.raises(TimeoutError, match="delete it if there is none"):
        progress.note_run(tmp_path, "lstm", "2031-02-03")
    assert lock.exists()
    long_ago = time.time() - 2 * progress.DEAD
    os.utime(lock, (long_ago, long_ago))
    progress.note_run(tmp_path, "lstm", "2031-02-03")
    assert progress.read(tmp_path, "runs")
    assert not lock.exists()
