"""Confirming a record: what is compared, what a planted difference does, and when there is nothing to compare."""

import json
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from typer.testing import CliRunner

import unrolled.__main__ as command_line
from unrolled import results
from unrolled.confirm import NotComparableError, confirm, measures_machine, named
from unrolled.measure import Outcome, keyed
from unrolled.results import record

RECORDS = Path(results.__file__).parents[2] / "docs" / "results"


class Fake(ModuleType):
    """An experiment whose numbers follow from the seed. What is planted in it is added to what it finds."""

    TIMED, SEVERAL = ("*.rate",), ("spread", "gain")
    QUESTION = "Why?"

    def __init__(self):
        super().__init__("unrolled.experiments.fake")
        self.right = self.seconds = self.curve = self.baseline = self.deep = 0.0
        self.label, self.unit, self.digits, self.steps = "right answers", "%", 1, 10

    def run(self, seeds):
        right = [80.1 + seed / 3 + self.right for seed in seeds]
        values = keyed("right", self.label, right, self.unit, self.digits)
        values |= keyed("few", "of two seeds", right[:2])
        values |= keyed("baseline", "nothing random", [71.3 + self.baseline])
        values |= keyed("seconds", "processor time", [0.5 + self.seconds for _ in seeds], "s")
        values |= keyed("a.rate", "sentences a second", [9.0 + self.seconds for _ in seeds])
        values |= keyed("spread", "over the seeds", [max(right) - min(right)])
        if len(seeds) > 1:
            values |= keyed("gain", "against the first seed", [r - right[0] for r in right])
        body = {"curves": {4: [[1.0 + seed, 0.1 + 0.2 + self.curve] for seed in seeds]}}
        body["costs"] = [{"rate": self.seconds, "train_seconds": self.seconds} for _ in seeds]
        body["deep"] = [{"updates": 7 + seed + self.deep} for seed in seeds]
        return Outcome(values, body, {"fake": {"steps": self.steps, "sizes": (1, 2)}})


@pytest.fixture
def fake(tmp_path, monkeypatch):
    """A recorded experiment, of which one source has changed since."""
    module = Fake()
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(results, "ROOT", tmp_path)
    monkeypatch.setattr(results, "sources", lambda _: {"src/fake.py": "old"})
    record("fake", "Why?", module.__name__, [0, 1, 2], module.run([0, 1, 2]))
    monkeypatch.setattr(results, "sources", lambda _: {"src/fake.py": "new"})
    return module


def read():
    return json.loads(results.path_of("fake").read_text("utf-8"))


def test_equal_numbers_confirm_a_record(fake):
    before = read()
    fake.seconds = 1.0  # a slower machine
    found = confirm("fake")
    assert (found.values, found.others, found.differences) == (3, 3, [])
    after = read()
    assert after.pop("confirmed") == {
        "date": after["recorded"], "seed": 0, "values compared": 3, "other numbers compared": 3,
    }  # fmt: skip
    assert after.pop("source") == {"src/fake.py": "new"}
    del before["source"]
    assert after == before
    assert [p.name for p in results.path_of("fake").parent.iterdir()] == ["fake.json"]


@pytest.mark.usefixtures("fake")
def test_a_second_confirmation_takes_the_place_of_the_first():
    confirm("fake")
    first = read()
    confirm("fake")
    assert read() == first
    assert list(first).index("confirmed") == list(first).index("recorded") + 1


LAST_BIT = 2.0**-46  # of a number from 64 to 128


@pytest.mark.parametrize(
    ("planted", "keys"),
    [
        ({"right": LAST_BIT}, ["right.data.0", "few.data.0"]),
        ({"baseline": LAST_BIT}, ["baseline.data.0"]),
        ({"curve": 2.0**-54}, ["curves.4.0.1"]),
        ({"deep": 1}, ["deep.0.updates"]),
        ({"label": "answers"}, ["right.label"]),
        ({"unit": "points"}, ["right.unit"]),
        ({"unit": "s"}, ["right.unit"]),
        ({"digits": 2}, ["right.digits"]),
    ],
)
def test_a_planted_difference_is_told_and_nothing_is_written(fake, planted, keys):
    before = results.path_of("fake").read_bytes()
    for name, what in planted.items():
        setattr(fake, name, what)
    assert [d.key for d in confirm("fake").differences] == keys
    assert results.path_of("fake").read_bytes() == before


@pytest.mark.parametrize("key", ["right", "seconds", "a.rate"])
def test_a_value_that_is_no_longer_measured_is_a_difference(fake, monkeypatch, key):
    whole = fake.run

    def run(seeds):
        outcome = whole(seeds)
        return outcome._replace(values={k: v for k, v in outcome.values.items() if k not in (key, f"{key}.mean")})

    monkeypatch.setattr(fake, "run", run)
    found = confirm("fake")
    assert [(d.key, d.found) for d in found.differences] == [(key, "absent")]


def test_a_value_that_was_not_recorded_is_a_difference(fake, monkeypatch):
    whole = fake.run
    monkeypatch.setattr(fake, "run", lambda s: whole(s)._replace(values=whole(s).values | keyed("more", "x", [1.0])))
    assert [(d.key, d.recorded) for d in confirm("fake").differences] == [("more", "absent")]


def test_another_configuration_is_refused(fake):
    fake.steps = 11
    with pytest.raises(NotComparableError, match="another configuration"):
        confirm("fake")


def test_a_record_of_times_alone_is_refused_before_it_runs(fake, monkeypatch):
    fake.TIMED = ("*",)
    monkeypatch.setattr(fake, "run", lambda _: pytest.fail("it ran"))
    with pytest.raises(NotComparableError, match="measures the machine"):
        confirm("fake")


@pytest.mark.usefixtures("fake")
def test_a_missing_record_is_refused():
    results.path_of("fake").unlink()
    with pytest.raises(NotComparableError, match=r"no record .*fake\.json"):
        confirm("fake")


def test_code_that_changes_meanwhile_is_refused(fake, monkeypatch):
    whole = fake.run

    def run(seeds):
        monkeypatch.setattr(results, "sources", lambda _: {"src/fake.py": "newer"})
        return whole(seeds)

    monkeypatch.setattr(fake, "run", run)
    with pytest.raises(NotComparableError, match="during the run"):
        confirm("fake")
    assert "confirmed" not in read()


def test_the_command_says_what_differs_and_exits_with_1(fake, monkeypatch):
    monkeypatch.setitem(command_line.EXPERIMENTS, "fake", "")
    call = CliRunner().invoke(command_line.app, ["confirm", "fake"])
    assert call.exit_code == 0
    assert "3 values and 3 other numbers" in call.output
    fake.right = LAST_BIT
    call = CliRunner().invoke(command_line.app, ["confirm", "fake"])
    assert call.exit_code == 1
    assert f"right.data.0: recorded 80.1, found {80.1 + LAST_BIT!r}" in call.output
    assert "python -m unrolled run fake --seeds 3 --record" in call.output
    results.path_of("fake").unlink()
    assert CliRunner().invoke(command_line.app, ["confirm", "fake"]).exit_code == 2


@pytest.mark.parametrize("path", sorted(RECORDS.glob("*.json")), ids=lambda p: p.stem)
def test_every_record_but_those_of_times_has_something_to_compare(path):
    found = json.loads(path.read_text("utf-8"))
    if path.stem in {"press", "quick_runs", "snippets"}:  # not an experiment of the library
        return
    module = import_module(f"unrolled.experiments.{path.stem}")
    compared = [
        key for key, value in named(found["values"]) if not measures_machine(key, value, getattr(module, "TIMED", ()))
    ]
    assert bool(compared) == (path.stem not in {"speed", "sentiment_speed"})
