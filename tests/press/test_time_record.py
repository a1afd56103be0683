"""The record of times: what is new is measured, what is unchanged is kept, and an interrupt loses nothing."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from unrolled.results import digest

from . import time_record
from .time_record import FRAME, Times, main, update

SCRIPT = "tests/press/quick_times.py"
ROOT = Path(__file__).resolve().parents[2]


class Watch:
    """Measures nothing: it notes what it was asked for, and gives one time after another."""

    def __init__(self) -> None:
        self.asked, self.time, self.ends_at = [], 0.0, ""

    def __call__(self, names):
        for name in names:
            if name == self.ends_at:
                raise KeyboardInterrupt
            self.asked.append(name)
            self.time += 1
            yield name, [self.time, self.time + 0.12345, self.time]


@pytest.fixture
def watch():
    return Watch()


@pytest.fixture
def times(watch, monkeypatch):
    monkeypatch.setattr(time_record, "machine", lambda: {"cores": 2})
    monkeypatch.setattr(time_record, "python_version", lambda: "3.11.7")
    path = "docs/results/toys.json"
    return Times(SCRIPT, path, "How long?", "toys", lambda name: f"toy {name}", 2, watch, shared="start")


def read(root, times):
    return json.loads((root / times.path).read_text("utf-8"))


def test_a_first_record_holds_all(tmp_path, times, watch):
    update(times, tmp_path, {"b/two": "2", "a/one": "1"})
    found = read(tmp_path, times)
    assert watch.asked == ["start", "b/two", "a/one"]
    assert found["experiment"] == "toys"
    assert found["command"] == f"python {SCRIPT} --record"
    assert found["seeds"] == [0, 1, 2]
    assert found["machine"] == {"cores": 2}
    assert found["source"] == {name: digest(ROOT / name) for name in (SCRIPT, FRAME)}
    assert found["toys"] == {"a/one": "1", "b/two": "2"}
    entry = {"label": "toy a/one: processor time", "data": [3.0, 3.123, 3.0], "unit": "s"}
    assert found["values"]["a.one"] == {"text": "3.04 ± 0.07 s", **entry}
    assert found["values"]["a.one.mean"] == {"text": "3.04 s", **entry}
    assert list(found["values"]) == ["a.one", "a.one.mean", "b.two", "b.two.mean", "start", "start.mean"]


def test_only_what_is_new_is_measured_and_what_is_gone_is_left_out(tmp_path, times, watch):
    update(times, tmp_path, {"kept": "1", "changed": "1", "gone": "1"})
    was, watch.asked = read(tmp_path, times), []
    update(times, tmp_path, {"kept": "1", "changed": "2", "new": "1"})
    found = read(tmp_path, times)
    assert watch.asked == ["changed", "new"]
    assert found["toys"] == {"changed": "2", "kept": "1", "new": "1"}
    assert {key.partition(".")[0] for key in found["values"]} == {"start", "kept", "changed", "new"}
    for key in ("start", "start.mean", "kept", "kept.mean"):
        assert found["values"][key] == was["values"][key]
    assert found["values"]["changed"] != was["values"]["changed"]


def test_nothing_new_is_no_measurement(tmp_path, times, watch):
    update(times, tmp_path, {"one": "1"})
    was, watch.asked = read(tmp_path, times), []
    update(times, tmp_path, {"one": "1"})
    assert watch.asked == []
    assert read(tmp_path, times) == was


def test_other_measuring_code_is_noted_and_throws_nothing_away(tmp_path, times, watch, monkeypatch):
    update(times, tmp_path, {"one": "1"})
    was, watch.asked = read(tmp_path, times), []
    monkeypatch.setattr(time_record, "digest", lambda path: f"new {path.name}")
    update(times, tmp_path, {"one": "1"})
    found = read(tmp_path, times)
    assert watch.asked == []
    assert found["values"] == was["values"]
    assert set(found["source"].values()) == {"new quick_times.py", "new time_record.py"}


@pytest.mark.parametrize("what", ["machine", "python_version", "version"])
def test_another_machine_or_version_throws_all_away(tmp_path, times, watch, monkeypatch, what):
    update(times, tmp_path, {"one": "1", "two": "1"})
    watch.asked, watch.ends_at = [], "two"
    other = {"cores": 4} if what == "machine" else "0.1"
    monkeypatch.setattr(time_record, what, lambda *_: other)
    with pytest.raises(KeyboardInterrupt):
        update(times, tmp_path, {"one": "1", "two": "1"})
    assert watch.asked == ["start", "one"]
    assert read(tmp_path, times)["toys"] == {"one": "1"}  # and not the second as the other machine had it
    assert other in (read(tmp_path, times)["machine"], *read(tmp_path, times)["versions"].values())


def test_an_interrupt_keeps_what_was_done(tmp_path, times, watch):
    now, watch.ends_at = {"one": "1", "two": "1", "three": "1"}, "two"
    with pytest.raises(KeyboardInterrupt):
        update(times, tmp_path, now)
    assert read(tmp_path, times)["toys"] == {"one": "1"}
    watch.ends_at = ""
    update(times, tmp_path, now)
    assert watch.asked == ["start", "one", "two", "three"]
    assert read(tmp_path, times)["toys"] == now


def test_the_record_is_written_whole_or_not_at_all(tmp_path, times, monkeypatch):
    update(times, tmp_path, {"one": "1"})
    was = read(tmp_path, times)

    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("os.replace", killed)
    with pytest.raises(KeyboardInterrupt):
        update(times, tmp_path, {"two": "1"})
    assert read(tmp_path, times) == was


def test_a_script_writes_only_if_it_is_told_to(tmp_path, times, watch, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", [SCRIPT])
    main(times, tmp_path, {"one": "1"})
    assert watch.asked == ["one"]
    assert "one" in capsys.readouterr().out
    assert not (tmp_path / times.path).exists()
    monkeypatch.setattr(sys, "argv", [SCRIPT, "--record"])
    main(times, tmp_path, {"one": "1"})
    assert read(tmp_path, times)["toys"] == {"one": "1"}


@pytest.mark.skipif(sys.platform == "win32", reason="the scripts measure what ended processes took")
def test_both_scripts_go_on_from_the_records_of_the_book(tmp_path, monkeypatch):
    """As they are written, so they are read: with nothing changed, a record comes out as it went in."""
    monkeypatch.syspath_prepend(str(ROOT / "tests" / "press"))
    import quick_times
    import snippet_times

    def never(names):
        raise AssertionError(f"measures again: {names}")

    frame = sys.modules["time_record"]
    for spec in (quick_times.QUICK_RUNS, snippet_times.TIMES):
        was = json.loads((ROOT / spec.path).read_text("utf-8"))
        monkeypatch.setattr(frame, "machine", lambda was=was: was["machine"])
        monkeypatch.setattr(frame, "python_version", lambda was=was: was["versions"]["python"])
        monkeypatch.setattr(frame, "version", lambda _, was=was: was["versions"]["torch"])
        copy = tmp_path / spec.path
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(json.dumps(was), "utf-8")
        frame.update(replace(spec, measure=never), tmp_path, was[spec.listed])
        now = json.loads(copy.read_text("utf-8"))
        assert list(now["source"]) == [spec.script, FRAME]
        assert now | {"source": was["source"], "recorded": was["recorded"]} == was
