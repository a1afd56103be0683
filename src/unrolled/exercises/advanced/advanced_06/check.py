"""Checks advanced-06 against the loop, and counts tensor operations."""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.overrides import TorchFunctionMode

from unrolled.exercises.checks import Case, Check, Draw, column
from unrolled.exercises.forbid import AWAY

ALLOWED = 300


class Counted(TorchFunctionMode):
    """Counts the operations on tensors while it is entered."""

    count = 0

    def __torch_function__(self, function: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self.count += getattr(function, "__name__", "") not in ("__get__", "__len__")  # shapes
        return function(*args, **(kwargs or {}))


def expected(a: Tensor, x: Tensor) -> dict[str, Any]:
    h, states = torch.zeros_like(x[0]), []
    for factor, number in zip(a, x, strict=True):
        h = factor * h + number
        states.append(h)
    return {"states": torch.stack(states), "at most 300 operations": True}


def use(answer: Callable[[Tensor, Tensor], Tensor], a: Tensor, x: Tensor) -> dict[str, Any]:
    with Counted() as counted:
        states = answer(a, x)
    return {"states": states, "at most 300 operations": counted.count <= ALLOWED or f"{counted.count:,} operations"}


def case(name: str, seed: int, T: int, H: int) -> Case:
    draw = Draw(seed)
    return Case(name, (torch.sigmoid(draw(T, H)), draw(T, H)))


CASES = (
    Case("one step", (column(0.5), column(3))),
    Case("two steps", (column(0.5, 0.5), column(3, 1))),
    Case("three steps", (column(0.5, 0.25, 0.5), column(4, 2, 1))),
    case("seven steps, two units", 1, 7, 2),
    case("4096 steps, three units", 2, 4096, 3),
)
CHECKS = (Check("scan", CASES, expected, use, forbids=AWAY),)
