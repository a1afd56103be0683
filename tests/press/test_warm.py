"""A copy of a warm process runs a program as a new interpreter does, and knows nothing of the others."""

import json

import pytest

from press import warm

PROGRAM = """
import atexit, json, math, os, random, sys
atexit.register(print, "the end")
print(json.dumps({
    "name": __name__, "argv": sys.argv, "path": sys.path[0], "folder": os.getcwd(), "files": os.listdir(),
    "read": sys.stdin.read(), "left": hasattr(math, "left"), "fraction": "fractions" in sys.modules,
    "main": sys.modules["__main__"].__name__, "seed": os.environ["PYTHONHASHSEED"], "drawn": random.random(),
}))
math.left = True
open("left.txt", "w").write("x")
"""


@pytest.fixture(scope="module")
def loaded():
    with warm.Warm(["fractions"], limit=2) as loaded:
        yield loaded


def run(how, tmp_path, text, name="program.py", folder="empty"):
    program = tmp_path / name
    program.write_text(text)
    (tmp_path / folder).mkdir(exist_ok=True)
    return how([str(program), "given"], tmp_path / folder)


def test_it_is_what_a_new_interpreter_is_but_for_what_is_loaded(loaded, tmp_path):
    copies = [run(loaded.run, tmp_path, PROGRAM, folder=f"empty-{n}") for n in range(3)]
    told = [json.loads(done.stdout.splitlines()[0]) for done in copies]
    new = json.loads(run(warm.fresh, tmp_path, PROGRAM).stdout.splitlines()[0])
    assert all(done.returncode == 0 and done.stderr == "" for done in copies)
    assert all(done.stdout.splitlines()[1] == "the end" for done in copies)
    assert len({one.pop("drawn") for one in [*told, new]}) == 4
    assert [one.pop("folder")[-1] for one in told] == ["0", "1", "2"]
    assert new.pop("folder").endswith("empty")
    assert [one.pop("fraction") for one in [*told, new]] == [True, True, True, False]
    assert told == [new] * 3


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("x = 1\nundefined\n", 1, "NameError: name 'undefined'"),
        ("import sys\nsys.exit('enough')", 1, "enough"),
        ("import sys\nsys.exit(7)", 7, ""),
        ("import os\nos.kill(os.getpid(), 9)", -9, ""),
        ("def f(:", 1, "SyntaxError"),
        ("while True: pass", -14, "still running after 2 seconds"),
    ],
)
def test_it_says_how_it_ended_and_the_next_one_runs(loaded, tmp_path, text, code, message):
    done = run(loaded.run, tmp_path, text)
    assert done.returncode == code
    assert message in done.stderr
    assert ('program.py", line 2' in done.stderr) == ("undefined" in text)
    assert run(loaded.run, tmp_path, "print('on')").stdout == "on\n"


def test_code_and_modules_run_too(loaded, tmp_path):
    assert loaded.run(["-c", "import sys; print(__name__, sys.argv)", "a"], tmp_path).stdout == "__main__ ['-c', 'a']\n"
    (tmp_path / "aside.py").write_text("import sys; print(__name__, sys.argv[1:])")
    assert loaded.run(["-m", "aside", "b"], tmp_path).stdout == "__main__ ['b']\n"


def test_where_no_copies_can_be_made_each_gets_a_new_interpreter(monkeypatch, tmp_path):
    monkeypatch.setattr(warm, "CAN_COPY", False)
    with warm.Warm(["no_such_module"]) as cold:
        assert run(cold.run, tmp_path, "print('on')").stdout == "on\n"


def test_what_cannot_be_loaded_is_an_error(tmp_path, capfd):
    with warm.Warm(["no_such_module"]) as broken, pytest.raises((RuntimeError, BrokenPipeError)):
        run(broken.run, tmp_path, "print('on')")
    assert "no_such_module" in capfd.readouterr().err
