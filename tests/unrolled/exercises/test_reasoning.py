"""Each solution has a reasoning that is worth the name, and what it says was printed is printed again."""

import doctest
import re

import pytest

from unrolled.exercises.exercise import exercises
from unrolled.exercises.plain import plain

LEAST = 100  # words, formulas and code apart
NOT_WORDS = re.compile(r"^```.*?^```$|\$\$.*?\$\$|\$[^$]+\$|`[^`]+`", re.S | re.M)
FENCED = re.compile(r"^```.*?^```$", re.S | re.M)
EXERCISES = exercises()
EACH = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)


@EACH
def test_it_is_long_enough_to_reason(exercise):
    words = NOT_WORDS.sub(" ", exercise.reasoning).split()
    assert len(words) >= LEAST, f"{len(words)} words: say why it is right, and what the tempting wrong way is"


@EACH
def test_a_derivation_has_its_lines_and_a_measurement_its_run(exercise):
    wanted = {"derive": "$$", "predict": "\n>>> "}.get(exercise.about.kind, "")
    assert wanted in exercise.reasoning


@EACH
def test_what_it_ran_comes_out_again(exercise):
    text = re.sub(r"^```.*$", "", exercise.reasoning, flags=re.M)
    test = doctest.DocTestParser().get_doctest(text, {}, exercise.name, str(exercise.solution), 0)
    told = []
    assert doctest.DocTestRunner(verbose=False).run(test, out=told.append).failed == 0, "".join(told)


@EACH
def test_a_terminal_gets_no_markup(exercise):
    for text in (exercise.task, exercise.reasoning):
        shown = plain(FENCED.sub("", text))
        assert not re.search(r"[\\${}]|\*\*(?! )|```", re.sub(r"`[^`]+`", "", shown)), shown


@EACH
def test_a_solution_is_its_reasoning_and_the_code_that_is_shown(exercise):
    head, start, rest = exercise.solution.read_text("utf-8").partition("# --8<-- [start:code]\n")
    assert start
    assert head.startswith(f'r"""{exercise.name}, solved.\n\n')
    assert head.rstrip().endswith('"""')
    assert head.count('"""') == 2
    assert rest.rstrip() == f"{exercise.solution_code}\n\n\n# --8<-- [end:code]"
