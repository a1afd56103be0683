"""Which known mistake an answer looks like."""

import contextlib
import inspect
import os
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from torch import Tensor

from unrolled.exercises.attempts import Attempts, Result, parameters
from unrolled.exercises.checks import Check, Mistake
from unrolled.exercises.compare import first_difference
from unrolled.exercises.exercise import Exercise
from unrolled.exercises.failures import STOPS


class Recognised(NamedTuple):
    """The message of the mistake that answers as the reader does: in all cases, or perhaps in the failing one."""

    looks_like: str = ""
    perhaps: str = ""


class _GaveUpError(Exception):
    """The reader's code was stopped: its other cases cannot be compared."""


@contextlib.contextmanager
def silence() -> Iterator[None]:
    """Nothing that is printed is shown: these calls are not those that the reader is told about."""
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
        yield


def recognise(exercise: Exercise, readers: Attempts, failing: int, expected: Any) -> Recognised:
    """Compare the reader's answer with those of the known mistakes."""
    perhaps = []
    if isinstance(readers[failing].error, (MemoryError, *STOPS)):
        return Recognised()
    place = _place(readers.check, expected, readers[failing].value)
    with silence():
        for mistake in _mistakes(exercise, readers.check):
            if mistake.sign is not None:
                if readers[failing].error is None and mistake.sign(readers[failing].value):
                    return Recognised(mistake.message)
                continue
            mistaken = Attempts(readers.check, mistake.answer)
            alike = _alike(readers.check, mistaken[failing], readers[failing], strict=True)
            if not alike or (place and place not in mistaken[failing].value):
                continue
            perhaps += [mistake.message] if _telling(readers[failing].value) else []
            with contextlib.suppress(_GaveUpError):
                if _everywhere(readers, mistaken):
                    return Recognised(mistake.message)
    return Recognised(perhaps=perhaps[0] if len(perhaps) == 1 else "")


def _place(check: Check, expected: Any, came: Any) -> str:
    """The first entry of a dict that is not right: a mistake in another one is not what is spoken of."""
    if not isinstance(expected, dict) or not isinstance(came, dict):
        return ""
    wrong = (key for key in expected if first_difference(expected[key], came.get(key), check.tolerance))
    return next(wrong, "")


def _telling(value: Any) -> bool:
    """Whether a value holds a number that two answers would hardly have in common by chance."""
    if isinstance(value, Tensor):
        return value.is_floating_point() and bool((value != value.round()).any())
    if isinstance(value, float):
        return not value.is_integer()
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, tuple | list) else ()
    return any(_telling(part) for part in parts)


def _mistakes(exercise: Exercise, check: Check) -> list[Mistake]:
    every = [m for m in vars(exercise.module("wrong")).values() if isinstance(m, Mistake)]
    first = exercise.module("check").CHECKS[0].asks
    return [mistake for mistake in every if (mistake.asks or first) == check.asks]


def _everywhere(readers: Attempts, mistaken: Attempts) -> bool:
    for number in range(len(readers.check.cases)):
        if isinstance(readers[number].error, (MemoryError, *STOPS)):
            raise _GaveUpError
        if not _alike(readers.check, mistaken[number], readers[number]):
            return False
    return True


def _alike(check: Check, mistake: Result, reader: Result, strict: bool = False) -> bool:
    """Whether two calls gave the same. Where only one of them failed, that says nothing, unless `strict`."""
    if mistake.error is not None or reader.error is not None:
        return not strict or type(mistake.error) is type(reader.error)
    return first_difference(mistake.value, reader.value, check.tolerance) is None


def order_of_arguments(check: Check, answer: Callable[..., Any]) -> str:
    """What to say if the answer has the arguments that are asked for, by name, in another order."""
    asked = parameters(check)
    try:
        has = list(inspect.signature(answer).parameters)
    except (TypeError, ValueError):
        return ""
    if check.use is not None or has == asked or sorted(has) != sorted(asked):
        return ""
    return f"Your arguments are ({', '.join(has)}). The checker hands them over in the order ({', '.join(asked)})."


def suggestion(names: dict[str, Any]) -> str:
    """What the file does define, for whoever renamed a function."""
    own = [name for name, value in names.items() if callable(value) and getattr(value, "__module__", "") == "answer"]
    return f"; it defines {', '.join(f'`{name}`' for name in own[:6])}" if own else ""
