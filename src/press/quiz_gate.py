"""The gates over written questions: each page has enough of them, each can be answered, and what they say holds."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from . import quiz_guess
from .book import Book, Problem
from .headings import heading
from .prose import DISPLAY, INLINE, INLINE_CODE, blanked
from .quiz import Question, files, page_of, part_of, read_quiz
from .results import CLAIM
from .space import Space

LEAST, LEAST_KINDS = 5, 2
ALIKE, SHORT = 1.4, 30  # how much longer or shorter than all wrong choices a right one may be; below 30 letters, any
LINK = re.compile(r"\]\(([^)\s]+)\)")


def check(book: Book) -> Iterator[Problem]:
    """What can be said without running anything."""
    found = files(book)
    for page in book.chapters():
        path = book.root / "snippets" / f"{book.slug(page)}.quiz.yml"
        if any(fnmatch(book.slug(page), wanted) for wanted in book.quizzes) and path not in found:
            yield book.problem(page, 1, "a chapter without questions", f"Write {book.name(path)}.")
    asked = []
    for path in found:
        questions, problems = read_quiz(book, path)
        asked += questions
        yield from problems
        yield from _file(book, path, questions)
        for question in questions:
            for what in [*_answerable(question), *_claims(question), *_links(book, question)]:
                yield book.problem(path, question.line, f"question '{question.id}': {what}", "Mend the question.")
    yield from quiz_guess.check(book, asked)


def _file(book: Book, path: Path, questions: list[Question]) -> Iterator[Problem]:
    page, include = page_of(book, path), f'--8<-- "{book.name(part_of(path))}"'
    if not page.is_file():
        yield book.problem(path, 1, "questions of a page that does not exist", f"Write {book.name(page)}.")
    elif page.read_text("utf-8").count(include) != 1:
        yield book.problem(page, 1, "its questions do not stand on it once", f"Write one line: {include}")
    if len(questions) < LEAST:
        yield book.problem(path, 1, f"{len(questions)} of {LEAST} questions", "Ask more.")
    if len({question.kind for question in questions}) < LEAST_KINDS:
        yield book.problem(path, 1, "all questions are of one kind", "Ask one in another way.")
    for name, count in Counter(question.id for question in questions).items():
        if count > 1:
            line = next(question.line for question in questions if question.id == name)
            yield book.problem(path, line, f"{count} questions have the id '{name}'", "Name each once.")


def _answerable(question: Question) -> Iterator[str]:
    """Whether there is one way to be right, and a way to be wrong."""
    right = sum(option.right for option in question.options)
    count = len(question.options)
    for text, times in Counter(option.text for option in question.options).items():
        if times > 1:
            yield f"'{text}' stands there {times} times"
    if question.kind == "one" and (right != 1 or count < 3):
        yield f"{right} of its {count} choices are right, not one of three or more"
    elif question.kind == "many" and (not 0 < right < count or count < 3):
        yield f"{right} of its {count} choices are right: some must be, and some not, of three or more"
    elif question.kind == "order" and count < 3:
        yield f"{count} steps are too few to order"
    elif question.kind == "number":
        yield from _number(question)
    if question.kind == "one" and right == 1:
        length = next(len(option.text) for option in question.options if option.right)
        others = [len(option.text) for option in question.options if not option.right]
        if length > max(ALIKE * max(others), SHORT) or min(others) > max(ALIKE * length, SHORT):
            yield "its right choice gives itself away by its length"


def _number(question: Question) -> Iterator[str]:
    if not question.check and not question.code:
        yield "nothing computes its answer: give it a 'check' or 'code'"
    if not question.why:
        yield "no 'why' for its answer"
    if not question.options:
        yield "no mistake is explained"
    for option in question.options:
        if not re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", option.text):
            yield f"the mistake '{option.text}' is not a number"
        elif abs(float(option.text) - question.answer) <= question.tolerance:
            yield f"the mistake {option.text} counts as right"


def _claims(question: Question) -> Iterator[str]:
    """A measured number belongs to the page, where it has a key; a question may hold one that its check computes."""
    for text in () if question.check else question.texts:
        if claim := CLAIM.search(blanked(text, DISPLAY, INLINE, INLINE_CODE)):
            yield f"measured claim '{claim[0]}' without a check"


def _links(book: Book, question: Question) -> Iterator[str]:
    page = page_of(book, question.file)
    links = [question.see, *(link for text in question.texts for link in LINK.findall(text))]
    for link in links:
        if not re.match("[a-z]+:", link) and not heading(page, link):
            yield f"'{link}' leads to no page or heading"


def check_answers(book: Book) -> Iterator[Problem]:
    """Compute each answer that can be computed, and compare."""
    for path in files(book):
        for question in read_quiz(book, path)[0]:
            if what := _disagrees(question):
                yield book.problem(path, question.line, f"question '{question.id}': {what}", "Mend it, or its check.")


def _disagrees(question: Question) -> str:
    if not question.check and (question.kind != "number" or not question.code):
        return ""
    try:
        got = _value(question.check) if question.check else float(_run(question.code)[0])
        if question.kind != "number":
            return "" if got is True else f"its check gives {got!r}, not True"
        near = abs(float(got) - question.answer) <= max(question.tolerance, 1e-9)
    except Exception as error:  # whatever it is, it is to be mended there
        return f"its check fails: {type(error).__name__}: {error}"
    return "" if near else f"the answer is given as {question.answer}, and computed as {got}"


def _value(code: str) -> object:
    """What the last line of a check, an expression, comes to."""
    tree = ast.parse(code)
    tree.body[-1] = ast.Assign([ast.Name("computed", ast.Store())], tree.body[-1].value)
    return _run(ast.fix_missing_locations(tree))[1].module.computed


def _run(code: str | ast.Module) -> tuple[str, Space]:
    space = Space()
    with space.entered():
        return space.run(compile(code, "check", "exec", dont_inherit=True)), space
