"""Recording: what counts as a change of code, what a value says, and that a record is whole or absent."""

import json
import subprocess
import sys

import pytest

from unrolled import results
from unrolled.measure import Outcome, key_of, keyed, value
from unrolled.results import digest, record, sources


@pytest.fixture
def changed(tmp_path):
    def write(text):
        path = tmp_path / "module.py"
        path.write_text(text)
        return digest(path)

    return write


BASE = 'def f(x):\n    """Old words."""\n    return x + 1\n'


@pytest.mark.parametrize(
    "text",
    [
        'def f(x):\n    """New words,\n    two lines."""\n    return x + 1\n',
        'def f(x):\n    """Old words."""\n\n    # why\n    return x + 1  # what\n',
    ],
)
def test_words_do_not_change_a_digest(changed, text):
    assert changed(text) == changed(BASE)


@pytest.mark.parametrize(
    "text", [BASE.replace("+ 1", "+ 2"), BASE.replace("x + 1", '"# not a comment"'), BASE + "y = 1\n"]
)
def test_code_changes_a_digest(changed, text):
    assert changed(text) != changed(BASE)


def test_sources_follow_imports_and_stop_at_the_package():
    found = sources("unrolled.experiments.sentiment")
    for name in ("experiments/sentiment.py", "data/imdb.py", "cells/lstm.py", "training.py", "checkpoint.py"):
        assert f"src/unrolled/{name}" in found
    assert not any("figures" in name or "__main__" in name for name in found)


def test_value_gives_mean_and_sample_deviation():
    found = value("x", [1.0, 2.0, 3.0], "%", 1)
    assert found[""]["text"] == "2.0 ± 1.0 %"
    assert found[".mean"]["text"] == "2.0 %"
    assert value("n", [1234567], digits=0)[""]["text"] == "1,234,567"
    with pytest.raises(ValueError, match="no data"):
        value("x", [])


def test_keyed_puts_both_entries_of_a_value_under_a_key():
    assert keyed("a.b", "x", [1, 2], "%") == {
        "a.b": value("x", [1, 2], "%")[""],
        "a.b.mean": value("x", [1, 2], "%")[".mean"],
    }


def test_a_key_has_no_commas_spaces_or_hyphens():
    assert key_of("GloVe, fine-tuned") == "GloVe_fine_tuned"


def test_record_is_whole_or_absent(tmp_path, monkeypatch):
    monkeypatch.setattr(results, "ROOT", tmp_path)
    monkeypatch.setattr(results, "sources", lambda _: {})
    path = record("demo", "Why?", "m", [0, 1, 2], Outcome(value("x", [1.0, 2.0, 3.0]), {"extra": 1}, {"a": 1}))
    found = json.loads(path.read_text())
    assert found["seeds"] == [0, 1, 2]
    assert found["extra"] == 1
    assert {"processor", "cores", "memory_gib"} <= found["machine"].keys()
    with pytest.raises(ValueError, match="JSON"):
        record("bad", "Why?", "m", [0], Outcome({"x": {"data": float("nan")}}, {}, {}))
    assert [p.name for p in path.parent.iterdir()] == ["demo.json"]


def test_memory_grows_with_what_is_held():
    code = """
from unrolled.measure import peak_memory
before = peak_memory()
block = bytearray(b"x") * int((before + 300) * 2**20)  # Linux hands the peak of the starting process on
print(peak_memory() - before)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert float(done.stdout) > 250
