"""What a check needs and is not there is told as such, and is not taken for a fault of the answer."""

from importlib import import_module
from pathlib import Path

import pytest

from unrolled.data.errors import DataError
from unrolled.exercises.absent import AbsentError, absent
from unrolled.exercises.runner import check

EXAM = """
from unrolled.exercises.verdict import Verdict
{first}

def examine(names, file):
    {then}
    return Verdict(True)
"""
RAISE = "from unrolled.data.errors import DataError; raise DataError('kjv is not here: run `pip\\n install it`')"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "planted").mkdir()

    def call(answer="", first="", then="pass"):
        (tmp_path / "planted" / "exam.py").write_text(EXAM.format(first=first, then=then))
        (tmp_path / "answer.py").write_text(answer)
        return check("planted.exam", tmp_path / "answer.py", 5.0).verdict

    return call


@pytest.mark.parametrize("where", ["first", "then"])
@pytest.mark.parametrize(
    ("code", "told"),
    [
        (
            "import no_such_package.part",
            "the package no-such-package is not installed: run `pip install -c constraints.txt no-such-package`",
        ),
        (RAISE, "planted.exam cannot be checked: kjv is not here: run `pip install it`"),
        ("raise FileNotFoundError('the vectors are not installed: get them')", "the vectors are not installed"),
        ("from torch import no_such_name", "run `pip install -c constraints.txt --force-reinstall --no-deps torch`"),
    ],
)
def test_what_the_checker_misses_is_told(run, where, code, told):
    with pytest.raises(AbsentError) as found:
        run(**{where: code})
    assert told in str(found.value)
    assert "\n" not in str(found.value)


def test_what_the_answer_misses_is_a_verdict(run):
    verdict = run("import no_such_package")
    assert "line 1, `import no_such_package`: ModuleNotFoundError" in verdict.found


def test_what_the_answer_raises_in_a_check_is_a_verdict(run):
    verdict = run(f"def answer():\n    {RAISE}", then="names['answer']()")
    assert "line 2" in verdict.found
    assert "DataError: kjv is not here" in verdict.found


@pytest.mark.parametrize("code", ["import unrolled.no_such_part", "1 / 0", "open('no such file')"])
def test_a_fault_of_the_book_is_not_called_missing(run, code):
    verdict = run(then=code)
    assert not verdict.ok
    assert verdict.found


def test_packages_go_by_the_names_that_pip_knows():
    found = absent(ModuleNotFoundError("No module named 'sklearn'", name="sklearn"))
    assert "the package scikit-learn is not installed: run `pip install -c constraints.txt scikit-learn`" in found
    assert absent(DataError("not here")) == "not here"
    assert absent(ModuleNotFoundError("No module named 'tkinter'", name="tkinter")) == ""


def test_data_read_in_a_case_before_the_answer_is_called(monkeypatch):
    from unrolled.exercises.examine import examine
    from unrolled.exercises.exercise import find

    exercise = find("rnn-01")
    module = import_module("unrolled.exercises.rnn.rnn_01.check")
    first = module.CHECKS[0]

    def use(*_):
        raise DataError("kjv is not here")

    monkeypatch.setattr(module, "CHECKS", (type(first)(first.asks, first.cases, first.expected, use),))
    with pytest.raises(AbsentError, match="kjv is not here"):
        examine(exercise, vars(exercise.module("solution")), str(Path("answer.py")))
