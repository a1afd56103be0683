"""For every exercise: the solution passes, the stub does not, and each wrong answer gets its own message."""

from functools import cache

import pytest

from unrolled.exercises.checks import Mistake
from unrolled.exercises.examine import examine
from unrolled.exercises.exercise import KINDS, ROOT, exercises

EXERCISES = exercises()
IDS = [exercise.name for exercise in EXERCISES]


@cache
def wrong_answers(exercise) -> tuple[tuple[str, Mistake], ...]:
    found = vars(exercise.module("wrong")).items()
    return tuple((name, value) for name, value in found if isinstance(value, Mistake))


WRONG = [(exercise, name, mistake) for exercise in EXERCISES for name, mistake in wrong_answers(exercise)]


def with_mistake(exercise, mistake) -> dict:
    """What a file defines that is right but for one mistake. Where an answer is a dict, a mistake may be one entry."""
    right = vars(exercise.module("solution"))
    asks = mistake.asks or exercise.module("check").CHECKS[0].asks

    def answer(*args):
        value = mistake.answer(*args)
        return {**right[asks](*args), **value} if isinstance(value, dict) else value

    return right | {asks: mistake.answer if isinstance(mistake.answer, type) else answer}


@pytest.mark.parametrize("exercise", EXERCISES, ids=IDS)
def test_solution_passes(exercise):
    verdict = examine(exercise, vars(exercise.module("solution")))
    assert verdict.ok, verdict
    assert verdict.passed == verdict.total > 0


@pytest.mark.parametrize("exercise", EXERCISES, ids=IDS)
def test_stub_fails(exercise):
    verdict = examine(exercise, vars(exercise.module("stub")))
    assert not verdict.ok
    if exercise.about.kind == "debug":
        assert "answers as the stub does" in verdict.looks_like, "the fault is to be found, not told"
    else:
        assert "not written yet" in verdict.found or "still to be written" in verdict.found, verdict


@pytest.mark.parametrize(("exercise", "name", "mistake"), WRONG, ids=[f"{e.name}-{name}" for e, name, _ in WRONG])
def test_wrong_answer_gets_its_own_message(exercise, name, mistake):
    verdict = examine(exercise, with_mistake(exercise, mistake))
    assert not verdict.ok, f"{name} passes"
    assert verdict.looks_like == mistake.message, verdict
    assert verdict.found


@pytest.mark.parametrize("exercise", EXERCISES, ids=IDS)
def test_about_is_whole(exercise):
    about, messages = exercise.about, [mistake.message for _, mistake in wrong_answers(exercise)]
    assert about.kind in KINDS
    assert 1 <= about.level <= 5
    assert len(about.hints) >= 2
    assert exercise.task
    assert len(messages) == len(set(messages)) >= 3
    assert (exercise.module("solution").__doc__ or "").count("\n") >= 3, "a solution has its reasoning"


@pytest.mark.parametrize("exercise", EXERCISES, ids=IDS)
def test_a_gradient_that_is_asked_for_is_in_the_task(exercise):
    if any(check.gradient for check in exercise.module("check").CHECKS):
        assert "gradient" in exercise.task


def test_no_file_is_forgotten():
    folders = {path.parent.name.replace("_", "-") for path in ROOT.glob("*/*/*.py")}
    assert folders == set(IDS)
