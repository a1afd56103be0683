"""The gate over guessing: how choices look must not give the right ones away.

Whoever always takes the longest choice is right by chance in one question of three, where each has three choices. Over
the whole book, no such habit may be right much more often than that.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from .book import Book, Problem
from .quiz import Option, Question
from .quiz_page import mixed

LUCK = 1.3  # how many times as often as by chance a habit may be right
FEWEST = 20  # below so many questions of a kind, chance alone may do it
MOST_ALIKE = 0.5  # the share of questions with several right choices in which equally many are right

Pick = Callable[[list[Option]], list[Option]]


def _longest(shown: list[Option]) -> list[Option]:
    return [option for option in shown if len(option.text) == max(len(other.text) for other in shown)]


def _shortest(shown: list[Option]) -> list[Option]:
    return [option for option in shown if len(option.text) == min(len(other.text) for other in shown)]


HABITS: dict[str, Pick] = {
    "longest": _longest,
    "shortest": _shortest,
    "first": lambda shown: shown[:1],
    "last": lambda shown: shown[-1:],
}


def check(book: Book, questions: Iterable[Question]) -> Iterator[Problem]:
    """What a reader could get right without reading, over all questions of the book."""
    questions = list(questions)
    for kind in ("one", "many"):
        asked = [question for question in questions if question.kind == kind]
        if len(asked) >= FEWEST:
            yield from _habits(book, asked)
            yield from _counts(book, asked) if kind == "many" else ()


def _habits(book: Book, asked: list[Question]) -> Iterator[Problem]:
    by_chance = sum(_share(question.options) for question in asked)
    for name, pick in HABITS.items():
        hits = {question: _share(pick(mixed(question))) for question in asked}
        if (right := sum(hits.values())) > LUCK * by_chance:
            what = f"the {name} choice is right in {right:.0f} of {len(asked)} questions, by chance in {by_chance:.0f}"
            plain = max(asked, key=lambda question: (hits[question], _spread(question)))
            todo = f"Mend questions such as '{plain.id}': make right and wrong choices alike."
            yield book.problem(plain.file, plain.line, f"{what} of '{plain.kind}'", todo)


def _share(options: Iterable[Option]) -> float:
    """How often one of these is right, if it is drawn by lot."""
    right = [option.right for option in options]
    return sum(right) / len(right)


def _spread(question: Question) -> float:
    lengths = [len(option.text) for option in question.options]
    return max(lengths) / min(lengths)


def _counts(book: Book, asked: list[Question]) -> Iterator[Problem]:
    """Readers who know that it is always two have less to think about."""
    counts = Counter(sum(option.right for option in question.options) for question in asked)
    number, times = counts.most_common(1)[0]
    if times > MOST_ALIKE * len(asked):
        what = f"{number} choices are right in {times} of {len(asked)} questions of 'many'"
        first = next(q for q in asked if sum(option.right for option in q.options) == number)
        yield book.problem(first.file, first.line, what, "Let more or fewer be right in some.")
