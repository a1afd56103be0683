"""Call an answer once for each case, and keep what came of it."""

import copy
import inspect
from collections.abc import Callable
from typing import Any, NamedTuple

import torch
from torch import Tensor

from unrolled.exercises.checks import Case, Check
from unrolled.exercises.compare import first_difference
from unrolled.exercises.failures import STOPS


class Result(NamedTuple):
    """What came of one call: a value, or an error; and the first argument that was changed on the way."""

    value: Any = None
    error: BaseException | None = None
    changed: str = ""


class Attempts:
    """An answer, called with a copy of the arguments of a case when that is first asked for, and not again."""

    def __init__(self, check: Check, answer: Callable[..., Any]) -> None:
        self.check, self.answer, self.known = check, answer, {}

    def __getitem__(self, number: int) -> Result:
        """The result of the case of this number."""
        if number not in self.known:
            self.known[number] = attempt(self.check, self.answer, self.check.cases[number])
        return self.known[number]


def attempt(check: Check, answer: Callable[..., Any], case: Case) -> Result:
    """Call the answer with a copy of the arguments."""
    args = copy.deepcopy(case.args)
    try:
        value = check.run(answer, args)
    except (Exception, *STOPS) as error:
        return Result(error=error)
    changed = [name for name, old, new in zip(parameters(check), case.args, args, strict=False) if _differ(old, new)]
    return Result(value, changed=changed[0] if changed and not check.may_change else "")


def cut_off(check: Check, answer: Callable[..., Any]) -> tuple[str, ...]:
    """The arguments that no gradient reaches, in the last case: the names of tensors of real numbers.

    Raises: whatever the answer raises.
    """
    args = copy.deepcopy(check.cases[-1].args)
    real = {n: arg for n, arg in enumerate(args) if isinstance(arg, Tensor) and arg.is_floating_point()}
    asked = {n: arg.requires_grad_() for n, arg in real.items()}
    value = check.run(answer, tuple(asked.get(n, arg) for n, arg in enumerate(args)))
    parts = [part for part in _tensors(value) if part.requires_grad]
    names = parameters(check)
    if not parts:
        return tuple(names[n] for n in asked)
    total = sum(part.sum() for part in parts)
    reached = torch.autograd.grad(total, list(asked.values()), allow_unused=True)
    return tuple(names[n] for n, found in zip(asked, reached, strict=True) if found is None)


def parameters(check: Check) -> list[str]:
    """The names of the arguments: those of the oracle."""
    return list(inspect.signature(check.expected).parameters)


def _tensors(value: Any) -> list[Tensor]:
    if isinstance(value, Tensor):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, tuple | list) else ()
    return [tensor for part in parts for tensor in _tensors(part)]


def _differ(old: Any, new: Any) -> bool:
    """Whether tensors or lists that were handed over are no longer what they were."""
    if isinstance(old, Tensor | tuple | list | dict):
        try:
            return first_difference(old, new, 0) is not None
        except TypeError:
            return False
    return False
