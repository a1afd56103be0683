"""How long a run took: with its child processes, over all attempts that went on with one another, and never guessed."""

import signal
import subprocess
import sys
import time

import pytest

from unrolled import results, time_table
from unrolled.attempts import Clock, checkpoints, file_of, read, took
from unrolled.spent import Stopwatch, busy

BURN = "import time\nwhile time.process_time() < 0.4: pass\nprint('burnt', flush=True)\n"
KILLED = """
import sys, time
from pathlib import Path
from unrolled import attempts
attempts.EVERY = 0.05
with attempts.Clock(Path(sys.argv[1])):
    while time.process_time() < 0.3: pass
    time.sleep(600)
"""


def noted(wall, resumed, finished=False, **facts):
    seconds = {"wall_seconds": wall, "processor_seconds": 2 * wall}
    return {"began": "2031-02-03 04:05:06", **seconds, "resumed": resumed, "finished": finished, **facts}


def test_child_processes_are_counted_while_they_run_and_after():
    watch = Stopwatch()
    with subprocess.Popen([sys.executable, "-c", BURN + "input()"], stdin=-1, stdout=-1, text=True) as child:
        child.stdout.readline()
        running = watch.read()
        child.communicate("\n")
    ended = watch.read()
    assert 0.35 < running.processor <= ended.processor + 0.05
    assert ended.processor < 5
    assert running.wall >= 0.35
    assert busy() > 0


def test_a_killed_attempt_is_noted_and_counts_for_the_one_that_goes_on(tmp_path):
    file = tmp_path / "times" / "lstm.json"
    with subprocess.Popen([sys.executable, "-c", KILLED, str(file)]) as child:
        until = time.monotonic() + 60
        while time.monotonic() < until and not (read(file) and read(file)[0]["processor_seconds"] > 0.02):
            time.sleep(0.05)
        child.send_signal(signal.SIGKILL)
    (killed,) = read(file)
    assert not killed["finished"]
    assert 0.02 < killed["processor_seconds"] <= killed["wall_seconds"] + 0.1
    with Clock(file, resumed=True) as clock:
        pass
    found = clock.took()
    assert (found.attempts, found.whole, found.finished) == (2, True, True)
    assert found.wall >= killed["wall_seconds"]
    assert took(read(file))[2:] == found[2:]


def test_an_attempt_that_began_anew_does_not_count_what_was_before():
    rows = [noted(60, False), noted(120, True), noted(30, False), noted(60, True, True)]
    assert took(rows) == (90, 180, 2, True, True)
    assert took(rows[:2]).entry() == {"processor_minutes": 6, "wall_minutes": 3, "attempts": 2, "whole": True}


def test_what_went_on_from_an_attempt_of_which_nothing_is_known_is_not_whole():
    assert took([noted(60, True, True)]) == (60, 120, 1, False, True)
    assert took([noted(60, True), noted(60, True, True)]).whole is False


def test_an_error_leaves_the_attempt_unfinished(tmp_path):
    with pytest.raises(ValueError, match="no"), Clock(tmp_path / "a.json") as clock:
        raise ValueError("no")
    assert not clock.took().finished
    assert not read(tmp_path / "a.json")[0]["finished"]


@pytest.mark.parametrize("text", ["", "[]", '{"attempts', '{"other": 1}'])
def test_a_damaged_note_is_an_absent_one(tmp_path, text):
    file = tmp_path / "a.json"
    file.write_text(text)
    with Clock(file, resumed=True) as clock:
        pass
    assert clock.took()[2:] == (1, False, True)


def test_a_note_that_cannot_be_written_is_one_warning(tmp_path, capsys):
    (tmp_path / "times").write_text("in the way")
    with Clock(file_of("lstm", tmp_path)) as clock:
        pass
    assert clock.took().finished
    assert capsys.readouterr().err.count("warning: the time of this run is not noted") == 1


def test_checkpoints_are_those_of_the_experiment_and_of_the_one_that_it_uses(tmp_path):
    for name in ("sentiment-bilstm-0.safetensors", "sentiment_ladder-a-0.json", "tuning.jsonl", "tuning.log"):
        (tmp_path / name).touch()
    found = {name: [path.name for path in checkpoints(name, tmp_path)] for name in ("sentiment", "tuning", "gru")}
    assert found == {"sentiment": ["sentiment-bilstm-0.safetensors"], "tuning": ["tuning.jsonl"], "gru": []}
    assert checkpoints("sentiment_ensemble", tmp_path) == checkpoints("sentiment", tmp_path)


def test_the_table_sums_what_was_noted(tmp_path):
    results.write(file_of("lstm", tmp_path), {"attempts": [noted(60, False), noted(60, True, True)]})
    results.write(file_of("gru", tmp_path), {"attempts": [noted(30, True)]})
    results.write(
        tmp_path / time_table.RERUN, {"attempts": [noted(600, False), noted(90, False), noted(30, True, True)]}
    )
    lines = list(time_table.told(tmp_path))
    assert [line.split() for line in lines[1:4]] == [
        ["gru", "1.0", "0.5", "1", "at", "least", "not", "finished"],
        ["lstm", "4.0", "2.0", "2"],
        ["sum", "5.0", "2.5", "3"],
    ]
    assert lines[4] == "all together, begun 2031-02-03 04:05:06: 2.0 minutes by the clock"
    assert len(lines) == 5
    assert list(time_table.told(tmp_path / "none"))[1].split() == ["sum", "0.0", "0.0", "0"]
