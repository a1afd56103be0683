"""Whether two answers are the same; and if not, where they first differ, in words."""

import math
from numbers import Real
from typing import Any, NamedTuple

import torch
from torch import Tensor

from unrolled.exercises.show import kind, shape_of, show

SINGLE = 2e-6  # numbers of float32 agree with those of float64 to about this, after a few operations
ROUNDED = "; every number agrees to about six digits: was something computed in float32?"


class Difference(NamedTuple):
    """Where two values differ, and how."""

    where: str  # such as "[1, 0]" or "['h'][2]"; empty if the whole value is of the wrong kind
    what: str
    came: str = ""  # the value that is not right; empty if `what` tells nothing about the value that is


def first_difference(expected: Any, came: Any, tolerance: float | int = 1e-8, where: str = "") -> Difference | None:
    """The first place in which `came` is not what was expected; None if there is no such place."""
    if isinstance(expected, Tensor):
        return _tensors(expected, came, tolerance, where)
    if isinstance(expected, str):
        return _words(expected, came, where)
    if isinstance(expected, bool) or expected is None:
        same = type(came) is type(expected) and came == expected
        return None if same else _values(where, expected, came)
    if isinstance(expected, Real):
        return _numbers(expected, came, tolerance, where)
    if isinstance(expected, dict):
        return _dicts(expected, came, tolerance, where)
    if isinstance(expected, tuple | list):
        return _rows(expected, came, tolerance, where)
    raise TypeError(f"the checker cannot compare {type(expected).__name__}")


def _values(where: str, expected: Any, came: Any) -> Difference:
    """Two values of the right kind, with as many digits as it takes to tell them apart."""
    digits = 6
    while digits < 16 and show(expected, digits) == show(came, digits):
        digits += 2
    return Difference(where, f"expected {show(expected, digits)}, came {show(came, digits)}", show(came))


def _words(expected: str, came: Any, where: str) -> Difference | None:
    if not isinstance(came, str):
        return Difference(where, f"expected a word, came {kind(came)}")
    return None if came.strip().casefold() == expected.casefold() else _values(where, expected, came)


def _numbers(expected: Any, came: Any, tolerance: float | int, where: str) -> Difference | None:
    if isinstance(came, Tensor) and came.numel() == 1 and not came.is_complex():
        came = came.item()
    if isinstance(came, bool) or not isinstance(came, Real):
        return Difference(where, f"expected a number, came {kind(came)}")
    return None if close(expected, came, tolerance) else _values(where, expected, came)


def _tensors(expected: Tensor, came: Any, tolerance: float | int, where: str) -> Difference | None:
    if not isinstance(came, Tensor):
        told = f"expected a tensor of shape {shape_of(expected)}, came {kind(came)}"
        listed = isinstance(came, list) and all(isinstance(part, Tensor) for part in came)
        return Difference(where, told + "; torch.stack makes one tensor of such a list" * listed)
    if came.shape != expected.shape:
        return Difference(where, f"expected the shape {shape_of(expected)}, came {shape_of(came)}")
    if _sort(came) != _sort(expected):
        told = f"expected {_sort(expected)}, such as {expected.dtype}, came {_sort(came)}, {came.dtype}"
        return Difference(where, told)
    one, other = expected.detach().double(), came.detach().double()
    bad = (~same(one, other, tolerance)).nonzero()
    if not len(bad):
        return None
    at = tuple(bad[0].tolist())
    found = _values(where + (str(list(at)) if at else ""), one[at].item(), other[at].item())
    rounded = tolerance < SINGLE and bool(same(one, other, SINGLE).all())
    return found._replace(what=found.what + ROUNDED * rounded)


def _sort(value: Tensor) -> str:
    if value.is_complex():
        return "complex numbers"
    if value.dtype == torch.bool:
        return "true and false"
    return "real numbers" if value.is_floating_point() else "whole numbers"


def _dicts(expected: dict, came: Any, tolerance: float | int, where: str) -> Difference | None:
    if not isinstance(came, dict):
        return Difference(where, f"expected a dict with {', '.join(map(repr, expected))}, came {kind(came)}")
    for key, value in expected.items():
        if key not in came:
            told = f"{key!r} is missing; the keys are {', '.join(map(repr, came)) or 'none'}"
            return Difference(where, told)
        if found := first_difference(value, came[key], tolerance, f"{where}[{key!r}]"):
            return found
    return None


def _rows(expected: tuple | list, came: Any, tolerance: float | int, where: str) -> Difference | None:
    if not isinstance(came, tuple | list | range):
        told = f"expected a {type(expected).__name__} of {len(expected)}, came {kind(came)}"
        tensor = isinstance(expected, list) and isinstance(came, Tensor)
        return Difference(where, told + "; `.tolist()` makes a list of it" * tensor)
    if len(came) != len(expected):
        many = "entry" if len(expected) == 1 else "entries"
        return Difference(where, f"expected {len(expected)} {many}, came {len(came)}", show(came))
    pairs = enumerate(zip(expected, came, strict=True))
    found = (first_difference(one, other, tolerance, f"{where}[{n}]") for n, (one, other) in pairs)
    return next((difference for difference in found if difference), None)


def same(one: Tensor, other: Tensor, tolerance: float | int) -> Tensor:
    """Where two tensors of one shape are equal but for rounding: true and false, in that shape."""
    near = (one - other).abs() <= tolerance * (1 + one.abs())
    return near | (one == other) | (one.isnan() & other.isnan())


def close(expected: Any, came: Any, tolerance: float | int) -> bool:
    """Equal but for rounding, for numbers of any size; infinities and NaN equal themselves."""
    if math.isnan(expected) or math.isnan(came):
        return math.isnan(expected) and math.isnan(came)
    return bool(expected == came or abs(expected - came) <= tolerance * (1 + abs(expected)))
