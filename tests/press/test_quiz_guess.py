"""Guessing: a book in which a habit finds the right choices is refused. Steps are never shown in their order."""

from itertools import permutations
from pathlib import Path

import pytest

from press import quiz_guess
from press.book import Book, open_book
from press.quiz import Option, Question, files, read_quiz
from press.quiz_guess import FEWEST, HABITS, LUCK, _share
from press.quiz_page import mixed

from .conftest import REPOSITORY

LENGTHS = {"longest": (30, 20, 10), "shortest": (10, 20, 30), "first": (20, 20, 20), "last": (20, 20, 20)}


def asked(number: int, kind: str, texts: list[str], right: int = 1) -> Question:
    """A question whose first options are the right ones."""
    options = tuple(Option(text, "so", n < right) for n, text in enumerate(texts))
    return Question(Path("docs/a.quiz.yml"), number, f"q{number}", kind, "which?", "#a", options)


def texts_of(lengths: tuple[int, ...], number: int) -> list[str]:
    return [f"{number}{letter}".ljust(length, letter) for letter, length in zip("abcdef", lengths, strict=False)]


def right_place(question: Question) -> int:
    return [option.right for option in mixed(question)].index(True)


def lucky(habit: str, wanted: int, kind: str = "one") -> list[Question]:
    """Questions in which the habit finds the right choice."""
    drawn = (asked(n, kind, texts_of(LENGTHS[habit], n)) for n in range(10_000))
    place = {"first": 0, "last": 2}.get(habit)
    return [question for question in drawn if place is None or right_place(question) == place][:wanted]


def even(wanted: int, right: tuple[int, ...]) -> list[Question]:
    """Questions of several right choices, all of one length, with so many right in turn."""
    return [asked(n, "many", texts_of((20,) * 4, n), right[n % len(right)]) for n in range(wanted)]


def said(questions: list[Question]) -> str:
    return "\n".join(str(problem) for problem in quiz_guess.check(Book(Path.cwd()), questions))


@pytest.mark.parametrize("kind", ["one", "many"])
@pytest.mark.parametrize("habit", HABITS)
def test_a_habit_that_is_always_right_is_seen(habit, kind):
    questions = lucky(habit, 30, kind)
    assert f"the {habit} choice is right in 30 of 30 questions, by chance in 10 of '{kind}'" in said(questions)


def test_the_plainest_question_is_named():
    questions = [*lucky("longest", 30), asked(99, "one", texts_of((60, 5, 5), 99))]
    assert "docs/a.quiz.yml:99: the longest choice" in said(questions)
    assert "such as 'q99'" in said(questions)


def test_chance_is_no_habit():
    questions = [asked(n, "one", texts_of((20, 20, 20), n)) for n in range(300)]
    assert said(questions) == ""


def test_a_few_questions_prove_nothing():
    assert said(lucky("longest", FEWEST - 1)) == ""
    assert said(lucky("longest", FEWEST)) != ""


def test_a_choice_of_equals_counts_in_part():
    question = asked(1, "one", ["aaaa", "bbbb", "c"])
    assert _share(HABITS["longest"](mixed(question))) == 0.5
    assert _share(HABITS["shortest"](mixed(question))) == 0
    assert _share(question.options) == pytest.approx(1 / 3)


def test_always_as_many_right_is_seen():
    assert "2 choices are right in 200 of 200 questions of 'many'" in said(even(200, (2,)))
    assert "choices are right in" not in said(even(200, (1, 2, 3)))


def test_the_book_cannot_be_guessed():
    book = open_book(REPOSITORY)
    questions = [question for path in files(book) for question in read_quiz(book, path)[0]]
    choice = [question for question in questions if question.kind == "one"]
    assert len(choice) > 100
    assert list(quiz_guess.check(book, questions)) == []
    longest = sum(_share(HABITS["longest"](mixed(question))) for question in choice)
    assert longest <= LUCK * sum(1 / len(question.options) for question in choice)


def test_steps_are_never_shown_in_their_order():
    for steps in permutations(["Read", "Think", "Write"]):
        question = asked(1, "order", list(steps), right=3)
        assert [option.text for option in mixed(question)] != list(steps)
        assert sorted(option.text for option in mixed(question)) == sorted(steps)
