"""The runner of the checks: it goes on after a failure, says how long each part took, and fails at the end."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def check(load_tool, monkeypatch, tmp_path):
    module = load_tool("check")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    return module


def script(check, name, body):
    return check.python(name, "-c", body)


def test_goes_on_after_a_failure_and_fails_at_the_end(check, monkeypatch, capsys, tmp_path):
    parts = {
        "a": [script(check, "broken", "print('why it broke'); raise SystemExit(3)")],
        "b": [
            script(check, "fine", "print('7 passed in 0.1s')"),
            script(check, "absent", "print('no node'); exit(77)"),
        ],
    }
    monkeypatch.setattr(check, "PARTS", parts)
    assert check.main(["a", "b"]) == 1

    said = capsys.readouterr().out
    assert re.search(r"broken +\d+\.\d s  FAILED +why it broke", said)
    assert re.search(r"fine +\d+\.\d s  ok +7 passed in 0.1s", said)
    assert re.search(r"absent +\d+\.\d s  skipped +no node", said)
    assert said.rstrip().splitlines()[-1] == "1 passed, 1 failed, 1 skipped"
    assert (tmp_path / "build/logs/fine.log").read_text() == "7 passed in 0.1s\n"
    assert "1 passed, 1 failed, 1 skipped" in (tmp_path / "build/logs/summary.txt").read_text()


def test_joined_parts_run_side_by_side_and_are_listed_in_order(check, monkeypatch, capsys):
    # Each waits until the other has begun.
    wait = (
        "import time; from pathlib import Path; Path('{}').touch(); end = time.monotonic() + 20\n"
        "while not Path('{}').exists() and time.monotonic() < end: time.sleep(0.02)\n"
        "print('met' if time.monotonic() < end else 'alone')"
    )
    parts = {
        "a": [script(check, "one", wait.format("x", "y")), script(check, "two", "raise SystemExit(1)")],
        "b": [script(check, "three", wait.format("y", "x"))],
    }
    monkeypatch.setattr(check, "PARTS", parts)
    assert check.main(["a+b"]) == 1
    said = capsys.readouterr().out
    assert re.search(r"(?s)one .* ok +met\n.*two .* FAILED.*three .* ok +met\n", said)
    assert said.rstrip().endswith("2 passed, 1 failed, 0 skipped")


def test_all_well_is_zero(check, monkeypatch):
    monkeypatch.setattr(check, "PARTS", {"a": [script(check, "fine", "pass")]})
    assert check.main(["a"]) == 0


def test_a_failed_part_shows_the_end_of_its_log_and_a_good_one_does_not(check, monkeypatch, capsys):
    long = "for i in range(200): print('line', i)"
    parts = {"a": [script(check, "good", long), script(check, "bad", long + "\nraise SystemExit(1)")]}
    monkeypatch.setattr(check, "PARTS", parts)
    check.main(["a"])
    said = capsys.readouterr().out.splitlines()
    assert said.count("line 150") == 1
    assert "line 10" not in said


def test_program_that_is_not_installed_is_a_failure(check, tmp_path, capsys):
    outcome = check.run(check.Part("ghost", [str(tmp_path / "ghost")]), tmp_path)
    assert outcome.state == "FAILED"
    assert "cannot start" in capsys.readouterr().out


def test_unknown_part_is_refused(check, capsys):
    assert check.main(["lnit"]) == 2
    assert "no such part: lnit" in capsys.readouterr().err


def test_parts_run_with_one_thread_unless_told_otherwise(check, monkeypatch, tmp_path):
    part = script(check, "threads", "import os; print(os.environ['OMP_NUM_THREADS'])")
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    assert check.run(part, tmp_path).note == "1"
    monkeypatch.setenv("OMP_NUM_THREADS", "2")
    assert check.run(part, tmp_path).note == "2"


def test_frames_and_colours_are_left_out_of_the_note(check):
    assert check.last_line("\x1b[32mNo findings.\x1b[39m") == "No findings."
    assert check.last_line("x\n==== 3 passed, 1 skipped in 2.0s ====\n\n") == "3 passed, 1 skipped in 2.0s"


def test_python_of_the_environment_is_used(check):
    assert check.python("x", "-V").args == [sys.executable, "-V"]


def test_every_test_of_the_book_is_in_one_part(load_tool):
    parts = [
        part for name in ("ledgers", "downloads", "completeness", "links") for part in load_tool("check").PARTS[name]
    ]
    command, which = parts[0].args[: parts[0].args.index("-k")], [part.args[-1] for part in parts]
    done = subprocess.run([*command, "--collect-only"], cwd=ROOT, capture_output=True, text=True)
    tests = [line.partition("::")[2] for line in done.stdout.splitlines() if "::" in line]
    assert tests
    for test in tests:
        takers = [expression for expression in which if matches(expression, test)]
        # The outputs have a part of their own, which calls the press.
        assert len(takers) == (0 if test == "test_run[outputs]" else 1), f"{test} is in {takers}"


def matches(expression, test):
    """What `pytest -k` decides: each word stands for whether the test's name holds it."""
    words = re.sub(r"\b(?!and\b|or\b|not\b)\w+", lambda word: str(word[0] in test), expression)
    return eval(words)


def test_makefile_names_only_parts_that_exist(load_tool):
    parts = load_tool("check").PARTS
    calls = re.findall(r"tools/check\.py ([a-z +]+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert len(calls) == 4
    assert {name for call in calls for name in re.findall("[a-z]+", call)} == set(parts)
