"""Judge an answer: run its cases, stop at the first that fails, and say which known mistake it looks like."""

import copy
import inspect
import traceback
from collections.abc import Sequence
from typing import Any, NamedTuple

import torch

from unrolled.exercises.checks import Case, Check, Mistake
from unrolled.exercises.compare import Difference, first_difference
from unrolled.exercises.exercise import Exercise
from unrolled.exercises.show import show
from unrolled.exercises.verdict import Verdict


class Result(NamedTuple):
    """What came of one call: a value, or an error; and the first argument that was changed on the way."""

    value: Any = None
    error: Exception | None = None
    changed: str = ""


def examine(exercise: Exercise, names: dict[str, Any], file: str = "") -> Verdict:
    """Judge what a file defines.

    Args:
        names: what the reader's file defines, by name.
        file: its path, to find the line of an error.
    """
    checks: Sequence[Check] = exercise.module("check").CHECKS
    total, passed, before = sum(len(check.cases) for check in checks), 0, torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        for check in checks:
            answer = names.get(check.asks)
            if not callable(answer):
                what = "is not there" if answer is None else f"is {show(answer)}, which cannot be called"
                return Verdict(False, passed, total, found=f"`{check.asks}` {what}: the file must define it")
            for case in check.cases:
                if verdict := _fails(exercise, check, case, answer, file):
                    return Verdict(**{**verdict, "passed": passed, "total": total})
                passed += 1
        return Verdict(True, passed, total)
    finally:
        torch.set_default_dtype(before)


def attempt(check: Check, answer: Any, case: Case) -> Result:
    """Call the answer with a copy of the arguments."""
    args = copy.deepcopy(case.args)
    try:
        value = check.run(answer, args)
    except Exception as error:
        return Result(error=error)
    changed = [name for name, old, new in zip(_parameters(check), case.args, args, strict=False) if _differ(old, new)]
    return Result(value, changed=changed[0] if changed and not check.may_change else "")


def _fails(exercise: Exercise, check: Check, case: Case, answer: Any, file: str) -> dict[str, Any] | None:
    """What a verdict says about this case; None if it passes."""
    result = attempt(check, answer, case)
    told = {"ok": False, "case": case.name, "call": _call(check, case)}
    expected = check.expected(*copy.deepcopy(case.args))
    if isinstance(result.error, NotImplementedError):
        return told | {"call": (), "found": f"`{check.asks}` is not written yet: this is still the stub"}
    if result.error is not None:
        found, came = _error(result.error, file), ""
    elif result.changed:
        return told | {"found": f"the argument `{result.changed}` was changed in place: work on a copy"}
    else:
        difference = first_difference(expected, result.value, check.tolerance)
        if difference is None:
            return None
        found, came = _difference(difference, check.secret), show(result.value)
    told |= {"found": found, "came": came, "looks_like": recognise(exercise, check, case, answer)}
    return told | ({} if check.secret else {"expected": show(expected)})


def recognise(exercise: Exercise, check: Check, failing: Case, answer: Any) -> str:
    """The message of the first known mistake that answers as the reader does, in all cases."""
    mistakes: Sequence[Mistake] = [m for m in vars(exercise.module("wrong")).values() if isinstance(m, Mistake)]
    first = exercise.module("check").CHECKS[0].asks
    for mistake in (m for m in mistakes if (m.asks or first) == check.asks):
        if _alike(check, attempt(check, mistake.answer, failing), attempt(check, answer, failing), strict=True) and all(
            _alike(check, attempt(check, mistake.answer, case), attempt(check, answer, case)) for case in check.cases
        ):
            return mistake.message
    return ""


def _alike(check: Check, mistake: Result, reader: Result, strict: bool = False) -> bool:
    """Whether two calls gave the same. Where only one of them failed, that says nothing, unless `strict`."""
    if mistake.error is not None or reader.error is not None:
        return not strict or type(mistake.error) is type(reader.error)
    return first_difference(mistake.value, reader.value, check.tolerance) is None


def _difference(difference: Difference, secret: bool) -> str:
    place = f"at {difference.where}: " if difference.where else ""
    if not secret:
        return f"{place}{difference.what}"
    wrong = difference.what.partition("came ")[2]
    return f"{place}{wrong} is not right" if difference.what.startswith("expected ") else f"{place}{difference.what}"


def _error(error: Exception, file: str) -> str:
    """The error, and the last line of the reader's file that it went through."""
    lines = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    where = f"line {lines[-1].lineno}, `{lines[-1].line}`: " if lines else ""
    text = " ".join(str(error).split()) or "more than the checker allows" * isinstance(error, MemoryError)
    return f"{where}{type(error).__name__}: {text[:400]}"


def _call(check: Check, case: Case) -> tuple[str, ...]:
    """The call, and each argument on a line of its own."""
    names = _parameters(check)
    head = f"{check.asks}({', '.join(names)})" if check.use is None else check.asks
    return (head, *(f"{name} = {show(value)}" for name, value in zip(names, case.args, strict=False)))


def _parameters(check: Check) -> list[str]:
    return list(inspect.signature(check.expected).parameters)


def _differ(old: Any, new: Any) -> bool:
    """Whether tensors or lists that were handed over are no longer what they were."""
    if isinstance(old, torch.Tensor | tuple | list | dict):
        try:
            return first_difference(old, new, 0) is not None
        except TypeError:
            return False
    return False
