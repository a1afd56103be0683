"""Checks bidi-07 by running the network with the numbers."""

import math
from collections.abc import Callable
from numbers import Real

from torch import Tensor

from unrolled.exercises.checks import Case, Check, Draw
from unrolled.exercises.failures import UnfitError
from unrolled.exercises.show import kind


def expected(x: list[int]) -> list[int]:
    return [int(1 in x[: t + 1] and 1 in x[t:]) for t in range(len(x))]


def use(answer: Callable[[], dict[str, float | int]], x: list[int]) -> list[int]:
    """1 where the network says yes."""
    given = answer()
    if not isinstance(given, dict) or not all(isinstance(given.get(name), Real | Tensor) for name in "wubpqr"):
        raise UnfitError(f"expected a dict with a number for each of w, u, b, p, q and r, came {kind(given)}")
    w, u, b, p, q, r = (float(given[name]) for name in "wubpqr")

    def states(inputs: list[int]) -> list[float]:
        h, found = 0.0, []
        for number in inputs:
            h = math.tanh(w * number + u * h + b)
            found.append(h)
        return found

    pairs = zip(states(x), reversed(states(x[::-1])), strict=True)
    return [int(p * ahead + q * back + r > 0) for ahead, back in pairs]


LONG = [0] * 60 + [1] + [0] * 80 + [1] + [0] * 58
CASES = (
    Case("nothing but a 0", ([0],)),
    Case("nothing but a 1", ([1],)),
    Case("a 1 and a 0", ([1, 0],)),
    Case("a 0 and a 1", ([0, 1],)),
    Case("a 0 between two ones", ([1, 0, 1],)),
    Case("zeros before, between and after", ([0, 1, 0, 0, 1, 0],)),
    Case("forty zeros", ([0] * 40,)),
    Case("two hundred steps, two ones", (LONG,)),
    Case("thirty random steps", (Draw(1).integers(2, 30).tolist(),)),
)
CHECKS = (Check("numbers", CASES, expected, use),)
