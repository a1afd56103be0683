"""Ctrl-C on a real process: it saves, says so with exit code 130, and the same command ends with the same numbers."""

import os
import signal
import subprocess
import sys
import time

import pytest
from projects_words import call
from safetensors.torch import load_file

import unrolled.__main__ as main


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C to a whole console")
def test_ctrl_c_saves_and_the_same_command_goes_on_to_the_same_file(made, tmp_path):
    words = ["charlm", "train", str(made.text), "--steps", "400", "--hidden", "6", "--out"]
    whole, stopped = tmp_path / "whole", tmp_path / "stopped"
    process = subprocess.Popen(
        [sys.executable, "-m", "unrolled", *words, str(stopped)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, env={**os.environ, "PYTHONPATH": os.path.dirname(os.path.dirname(main.__file__))},
    )  # fmt: skip
    saved = tmp_path / "stopped.training"
    deadline = time.monotonic() + 120
    while not saved.exists() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert out == ""
    assert "repeat the command to go on" in err.splitlines()[-1]
    assert "Traceback" not in err
    assert not stopped.exists()
    found = call(*words, stopped)
    assert found.exit_code == 0
    assert f"goes on from {saved}" in found.stderr
    assert not saved.exists()
    assert call(*words, whole).exit_code == 0
    ours, theirs = load_file(whole), load_file(stopped)
    assert all((ours[name] == theirs[name]).all() for name in ours)


def test_a_saved_training_waits_for_its_own_command(made, tmp_path, monkeypatch):
    from unrolled.projects import session

    inner, out = session.update, tmp_path / "m"

    def update(work, plan, optimizer, batch, step):
        if step == 7:
            os.kill(os.getpid(), signal.SIGTERM)
        return inner(work, plan, optimizer, batch, step)

    monkeypatch.setattr(session, "update", update)
    words = ["sentiment", "train", made.table, "--out", out]
    stopped = call(*words, "--steps", 12)
    assert stopped.exit_code == 130
    assert "stopped after step 8 of 12" in stopped.stderr
    monkeypatch.undo()
    other = call("sentiment", "train", made.table, "--out", out, "--seed", 1)
    assert other.exit_code == 1
    assert "stopped training with another fit" in other.stderr
    assert call("sentiment", "train", made.table, "--out", out, "--steps", 13).exit_code == 1
    assert call(*words).exit_code == 0  # as many steps as were planned
    whole = tmp_path / "whole"
    assert call("sentiment", "train", made.table, "--out", whole, "--steps", 12).exit_code == 0
    ours, theirs = load_file(whole), load_file(out)
    assert all((ours[name] == theirs[name]).all() for name in ours)


def test_listing_the_experiments_imports_no_project():
    found = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "unrolled", "list"], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": os.path.dirname(os.path.dirname(main.__file__))},
    )  # fmt: skip
    assert "unrolled.projects.lazy" in found.stderr
    assert "unrolled.projects.charlm" not in found.stderr
    assert " torch\n" not in found.stderr
