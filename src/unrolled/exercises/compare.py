"""Whether two answers are the same; and if not, where they first differ, in words."""

import math
from typing import Any, NamedTuple

import torch
from torch import Tensor

from unrolled.exercises.show import shape_of, show

Number = (int, float)


class Difference(NamedTuple):
    """Where two values differ, and how."""

    where: str  # such as "[1, 0]" or "['h'][2]"; empty if the whole value is of the wrong kind
    what: str


def first_difference(expected: Any, came: Any, tolerance: float | int = 1e-8, where: str = "") -> Difference | None:
    """The first place in which `came` is not what was expected; None if there is no such place."""
    if isinstance(expected, Tensor):
        return _tensors(expected, came, tolerance, where)
    if isinstance(expected, bool | str) or expected is None:
        same = type(came) is type(expected) and came == expected
        return None if same else Difference(where, f"expected {show(expected)}, came {show(came)}")
    if isinstance(expected, Number):
        return _numbers(expected, came, tolerance, where)
    if isinstance(expected, dict):
        return _dicts(expected, came, tolerance, where)
    if isinstance(expected, tuple | list):
        return _rows(expected, came, tolerance, where)
    raise TypeError(f"the checker cannot compare {type(expected).__name__}")


def _numbers(expected: float | int, came: Any, tolerance: float | int, where: str) -> Difference | None:
    if isinstance(came, Tensor) and came.numel() == 1:
        came = came.item()
    if isinstance(came, bool) or not isinstance(came, Number):
        return Difference(where, f"expected a number, came {kind(came)}")
    if close(expected, came, tolerance):
        return None
    return Difference(where, f"expected {show(expected)}, came {show(came)}")


def _tensors(expected: Tensor, came: Any, tolerance: float | int, where: str) -> Difference | None:
    if not isinstance(came, Tensor):
        return Difference(where, f"expected a tensor of shape {shape_of(expected)}, came {kind(came)}")
    if came.shape != expected.shape:
        return Difference(where, f"expected the shape {shape_of(expected)}, came {shape_of(came)}")
    if (came.dtype == torch.bool) != (expected.dtype == torch.bool):
        return Difference(where, f"expected numbers of type {expected.dtype}, came {came.dtype}")
    one, other = expected.detach().double(), came.detach().double()
    near = (one - other).abs() <= tolerance * (1 + one.abs())
    bad = (~(near | (one == other) | (one.isnan() & other.isnan()))).nonzero()
    if not len(bad):
        return None
    at = tuple(bad[0].tolist())
    told = f"expected {show(expected[at].item(), 6)}, came {show(came[at].item(), 6)}"
    return Difference(where + (str(list(at)) if at else ""), told)


def _dicts(expected: dict, came: Any, tolerance: float | int, where: str) -> Difference | None:
    if not isinstance(came, dict):
        return Difference(where, f"expected a dict with {', '.join(map(repr, expected))}, came {kind(came)}")
    for key, value in expected.items():
        if key not in came:
            return Difference(where, f"{key!r} is missing; the keys are {', '.join(map(repr, came)) or 'none'}")
        if found := first_difference(value, came[key], tolerance, f"{where}[{key!r}]"):
            return found
    return None


def _rows(expected: tuple | list, came: Any, tolerance: float | int, where: str) -> Difference | None:
    if not isinstance(came, tuple | list):
        return Difference(where, f"expected a {type(expected).__name__} of {len(expected)}, came {kind(came)}")
    if len(came) != len(expected):
        return Difference(where, f"expected {len(expected)} entries, came {len(came)}")
    pairs = enumerate(zip(expected, came, strict=True))
    found = (first_difference(one, other, tolerance, f"{where}[{n}]") for n, (one, other) in pairs)
    return next((difference for difference in found if difference), None)


def close(expected: float | int, came: float | int, tolerance: float | int) -> bool:
    """Equal but for rounding, for numbers of any size; infinities and NaN equal themselves."""
    if math.isnan(expected) or math.isnan(came):
        return math.isnan(expected) and math.isnan(came)
    return expected == came or abs(expected - came) <= tolerance * (1 + abs(expected))


def kind(value: Any) -> str:
    """What a value is, in words."""
    if value is None:
        return "None: is there a `return`?"
    if value is Ellipsis:
        return "..., which stands for code that is still to be written"
    if isinstance(value, Tensor):
        return f"a tensor of shape {shape_of(value)}"
    return f"{'an' if type(value).__name__[0] in 'aeiou' else 'a'} {type(value).__name__}: {show(value)}"
