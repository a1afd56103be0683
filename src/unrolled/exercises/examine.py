"""Judge an answer: run its cases, stop at the first that fails, and say which known mistake it looks like."""

import copy
from collections.abc import Callable, Sequence
from typing import Any

import torch

from unrolled.exercises.absent import AbsentError, absent
from unrolled.exercises.attempts import Attempts, cut_off, parameters
from unrolled.exercises.checks import Check
from unrolled.exercises.compare import Difference, first_difference
from unrolled.exercises.exercise import Exercise
from unrolled.exercises.failures import STOPS, in_words
from unrolled.exercises.guess import guesses
from unrolled.exercises.recognise import order_of_arguments, recognise, silence, suggestion
from unrolled.exercises.relations import relation
from unrolled.exercises.show import show
from unrolled.exercises.verdict import Verdict

CHANGED = (
    "the argument `{0}` was changed in place, as `{0} += ...`, `{0}[...] = ...` and methods like `{0}.sort()` "
    "of a list do: work on a copy, or make something new"
)
CUT = (
    "the numbers are right, but no gradient reaches {}: a network with this in it could not be trained. `.detach()`, "
    "`.data`, `.item()`, `torch.tensor(...)`, `no_grad` and NumPy cut it off"
)


def examine(
    exercise: Exercise, names: dict[str, Any], file: str = "", note: Callable[[Verdict], None] = lambda _: None
) -> Verdict:
    """Judge what a file defines.

    Args:
        names: what the reader's file defines, by name.
        file: its path, to find the line of an error.
        note: is told before each case what the verdict is if the process does not live through it.
    Raises:
        AbsentError: a case needs what is not on this machine.
    """
    checks: Sequence[Check] = exercise.module("check").CHECKS
    total = sum(len(check.cases) + check.gradient for check in checks)
    passed, before = 0, torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        for check in checks:
            answer = names.get(check.asks)
            if not callable(answer):
                what = "is not there" if answer is None else f"is {show(answer)}, which cannot be called"
                told = f"`{check.asks}` {what}: the file must define it{suggestion(names)}"
                return Verdict(False, passed, total, found=told)
            attempts = Attempts(check, answer)
            for number, case in enumerate(check.cases):
                started = {"ok": False, "passed": passed, "total": total, "case": case.name}
                started |= {"call": _call(check, number)}
                note(Verdict(**started))
                if failed := _fails(exercise, attempts, number, file):
                    return Verdict(**started | failed)
                passed += 1
            if check.gradient and (failed := _cuts(check, answer, file)):
                return Verdict(**{"ok": False, "passed": passed, "total": total} | failed)
            passed += check.gradient
        return Verdict(True, passed, total)
    finally:
        torch.set_default_dtype(before)


def _fails(exercise: Exercise, attempts: Attempts, number: int, file: str) -> dict[str, Any] | None:
    """What a verdict says about this case; None if it passes."""
    check, result = attempts.check, attempts[number]
    if result.error is not None and (missing := absent(result.error, file)):
        raise AbsentError(missing) from result.error
    if isinstance(result.error, NotImplementedError):
        return {"call": (), "case": "", "found": f"`{check.asks}` is not written yet: this is still the stub"}
    if isinstance(result.error, STOPS):
        return {"found": in_words(result.error, file)}
    if result.error is None and result.changed:
        return {"found": CHANGED.format(result.changed)}
    expected = check.expected(*copy.deepcopy(check.cases[number].args))
    told = {} if check.secret else {"expected": show(expected)}
    if result.error is None:
        difference = first_difference(expected, result.value, check.tolerance)
        if difference is None:
            return None
        told |= {"found": _difference(difference, check.secret), "came": show(result.value)}
    else:
        told |= {"found": in_words(result.error, file)}
    return told | _explained(exercise, attempts, number, expected)


def _explained(exercise: Exercise, attempts: Attempts, number: int, expected: Any) -> dict[str, str]:
    """Which mistake it looks like; and if none is known that does just this, how the answer differs."""
    check, result = attempts.check, attempts[number]
    if other_order := order_of_arguments(check, attempts.answer):
        return {"pattern": other_order}
    found = recognise(exercise, attempts, number, expected)._asdict()
    if check.secret:
        return found | {"pattern": "" if result.error else guesses(expected, result.value, check)}
    if found["looks_like"] or result.error is not None:
        return found
    return found | {"pattern": _pattern(attempts, number, expected)}


def _pattern(attempts: Attempts, failing: int, expected: Any) -> str:
    """How the answer differs: in the failing case, or, where that is too small to tell, in a later one."""
    if found := relation(expected, attempts[failing].value):
        return found
    check = attempts.check
    for number in range(failing + 1, len(check.cases)):
        with silence():
            result = attempts[number]
        if isinstance(result.error, STOPS):
            return ""
        args = copy.deepcopy(check.cases[number].args)
        if result.error is None and (found := relation(check.expected(*args), result.value)):
            return f"In the case “{check.cases[number].name}”: {found}"
    return ""


def _cuts(check: Check, answer: Callable[..., Any], file: str) -> dict[str, Any] | None:
    """What a verdict says if no gradient comes through."""
    told = {"case": "the last case again, with arguments that require a gradient", "call": _call(check, -1)[:1]}
    try:
        names = cut_off(check, answer)
    except (Exception, *STOPS) as error:
        return told | {"found": in_words(error, file)}
    return told | {"found": CUT.format(", ".join(f"`{name}`" for name in names))} if names else None


def _difference(difference: Difference, secret: bool) -> str:
    place = f"at {difference.where}: " if difference.where else ""
    told = f"{difference.came} is not right" if secret and difference.came else difference.what
    return f"{place}{told}"


def _call(check: Check, number: int) -> tuple[str, ...]:
    """The call, and each argument on a line of its own."""
    names = parameters(check)
    head = f"{check.asks}({', '.join(names)})" if check.use is None else check.asks
    given = zip(names, check.cases[number].args, strict=False)
    return (head, *(f"{name} = {show(value)}" for name, value in given))
