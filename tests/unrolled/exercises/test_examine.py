"""What the checker says, about answers that are wrong in ways no list foresees."""

import dataclasses

import numpy as np
import pytest
import torch

from unrolled.exercises.compare import first_difference
from unrolled.exercises.examine import examine
from unrolled.exercises.exercise import UnknownExerciseError, find
from unrolled.exercises.report import told
from unrolled.exercises.runner import Checked
from unrolled.exercises.show import show
from unrolled.exercises.verdict import Verdict

STEP = find("rnn-01")


def right(x, h, W, U, b):
    return torch.tanh(x @ W.T + h @ U.T + b)


def found(answer) -> str:
    verdict = examine(STEP, {"step": answer})
    assert not verdict.ok
    return verdict.found


def test_a_name_that_is_missing_or_no_function():
    assert examine(STEP, {}).found == "`step` is not there: the file must define it"
    assert "is 3, which cannot be called" in found(3)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda *_: None, "came None: is there a `return`?"),
        (lambda *_: ..., "still to be written"),
        (lambda *_: 0.5, "expected a tensor of shape (1, 1), came a float: 0.5"),
        (lambda *a: right(*a)[0], "expected the shape (1, 1), came (1,)"),
        (lambda *a: right(*a).detach().numpy(), "came a NumPy array"),
        (lambda x, h: right(x, h), "TypeError"),
        (lambda *a: [right(*a)], "torch.stack makes one tensor of such a list"),
        (lambda *a: (row for row in right(*a)), "came a generator"),
        (lambda *a: right(*(part.float() for part in a)), "was something computed in float32?"),
        (lambda *a: right(*a).round().long(), "expected real numbers, such as torch.float64, came whole numbers"),
        (lambda *_: 1 / 0, "ZeroDivisionError: division by zero"),
        (lambda *a: right(*a) + 1e-6, "at [0, 0]: expected"),
        (lambda *a: right(*a) * float("nan"), "at [0, 0]: expected"),
    ],
)
def test_what_is_said(answer, said):
    assert said in found(answer)


def test_a_changed_argument_is_found():
    def changes(x, h, W, U, b):
        value = right(x, h, W, U, b)
        h += 1
        return value

    assert "the argument `h` was changed in place" in found(changes)


def test_a_mistake_is_recognised_however_it_is_written():
    verdict = examine(STEP, {"step": lambda x, h, W, U, b: torch.addmm(b, x, W.T).add(h.mm(U)).tanh() + 1e-12})
    assert "U is not transposed" in verdict.looks_like
    assert verdict.passed == 3
    assert verdict.call[0] == "step(x, h, W, U, b)"


def test_an_answer_that_is_like_no_known_mistake_gets_no_wrong_advice():
    assert examine(STEP, {"step": lambda *a: right(*a) * 1.1}).looks_like == ""


def test_what_is_asked_for_is_not_told():
    verdict = examine(find("rnn-02"), {"answers": lambda: {"book": 1, "torch": 2, "steps": 3, "ordinary": 4}})
    assert verdict.expected == ""
    assert "15100" not in str(verdict) + told(find("rnn-02"), Checked(verdict, "", 0))
    assert verdict.found == "at ['book']: 1 is not right"


def test_the_default_type_of_numbers_is_as_before():
    examine(STEP, {"step": right})
    assert torch.get_default_dtype() == torch.float32


def test_unknown_names_list_their_neighbours():
    with pytest.raises(UnknownExerciseError, match="no exercise 'rnn-77': choose one of rnn-01, rnn-02"):
        find("rnn-77")


def test_the_report_is_complete():
    verdict = Verdict(False, 1, 5, "the case", ("f(x)", "x = 1"), "2", "3", "expected 2, came 3", "You added.")
    text = told(STEP, Checked(verdict, "hello\n", 7))
    for part in ("1 of 5 cases", "the case", "x = 1", "expected  2", "came      3", "You added.", "| hello", "7 bytes"):
        assert part in text
    assert "All 5 cases pass" in told(STEP, Checked(dataclasses.replace(verdict, ok=True), "", 0))
    assert Verdict.of_json(verdict.as_json()) == verdict


@pytest.mark.parametrize(
    ("expected", "came", "where"),
    [
        (1.0, 1.0 + 1e-12, None),
        (1, torch.tensor(1), None),
        (1, True, ""),
        ("a", "b", ""),
        ("a", " A ", None),
        (1, np.int64(1), None),
        (1.5, np.float32(1.5), None),
        ([1, 2], range(1, 3), None),
        (torch.tensor([1]), torch.tensor([1.0]), ""),
        (True, 1, ""),
        ({"a": 1, "b": 2}, {"a": 1, "b": 3, "c": 4}, "['b']"),
        ({"a": 1}, {}, ""),
        ([1, (2, 3)], [1, (2, 4)], "[1][1]"),
        ([1], [1, 2], ""),
        (float("inf"), float("inf"), None),
        (torch.tensor([1.0, 2.0]), torch.tensor([1.0, 3.0]), "[1]"),
        (torch.tensor([True]), torch.tensor([1.0]), ""),
    ],
)
def test_first_difference(expected, came, where):
    difference = first_difference(expected, came)
    assert (difference and difference.where) == where


def test_show_is_short():
    assert show(torch.zeros(100, 100)) == "tensor of shape (100, 100), beginning with 0.0, 0.0, 0.0, 0.0"
    assert show(1.23456e-9) == "1.235e-09"
    assert len(show("x" * 10_000)) < 250
