"""A translator whose training was stopped goes on to the same numbers; one minute of training is one minute."""

import os
import signal

from projects_words import answer, call
from safetensors.torch import load_file

from unrolled.projects.translate import commands_train

NUMBERS = (
    ("eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben"),
    ("one", "two", "three", "four", "five", "six", "seven"),
)


def _files(folder):
    paths = folder / "a", folder / "b"
    for path, words in zip(paths, NUMBERS, strict=True):
        path.write_text("".join(f"{x} {y} {z}\n" for x in words for y in words for z in words), "utf-8")
    return paths


def test_a_stopped_training_goes_on_to_the_same_file(tmp_path, monkeypatch):
    from unrolled.projects import session

    inner, out, whole = session.update, tmp_path / "m", tmp_path / "whole"

    def update(work, plan, optimizer, batch, step):
        if step == 7:
            os.kill(os.getpid(), signal.SIGINT)
        return inner(work, plan, optimizer, batch, step)

    words = ["translate", "train", *_files(tmp_path), "--hidden", 12, "--pieces", 40]
    monkeypatch.setattr(session, "update", update)
    stopped = call(*words, "--steps", 12, "--out", out)
    assert stopped.exit_code == 130
    assert "stopped after step 8 of 12" in stopped.stderr
    assert "repeat the command" in stopped.stderr
    assert not out.exists()
    monkeypatch.undo()
    assert "another fit" in call(*words, "--seed", 1, "--out", out).stderr
    assert "another settings" in call(*words, "--smoothing", 0, "--out", out).stderr
    again = call(*words, "--out", out)  # as many steps as were planned
    assert again.exit_code == 0
    assert "goes on from" in again.stderr
    assert call(*words, "--steps", 12, "--out", whole).exit_code == 0
    ours, theirs = load_file(whole), load_file(out)
    assert ours.keys() == theirs.keys()
    assert all((ours[name] == theirs[name]).all() for name in ours)
    assert not out.with_name("m.training").exists()


def test_minutes_become_steps_and_quick_is_small(tmp_path, monkeypatch):
    a, b = _files(tmp_path)
    found = answer("translate", "train", a, b, "--minutes", 0.02, "--hidden", 8, "--out", tmp_path / "m")
    assert found["steps"] >= 8
    monkeypatch.setattr(commands_train, "QUICK_MINUTES", 0.02)
    assert answer("translate", "train", a, b, "--quick", "--out", tmp_path / "q")["steps"] >= 8
    made = answer("translate", "info", "--model", tmp_path / "q")
    assert made["hidden"] == 64
    assert made["word_pieces"] < 800
    assert (
        "processor minutes"
        in call("translate", "train", a, b, "--epochs", 1, "--hidden", 8, "--out", tmp_path / "e").stdout
    )
