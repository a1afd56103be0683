"""In which simple way an answer differs from what was expected, where nothing is known about the mistake itself."""

from collections.abc import Iterator
from itertools import permutations
from typing import Any

import torch
from torch import Tensor

from unrolled.exercises.compare import SINGLE, first_difference, same
from unrolled.exercises.show import show

TIGHT = 1e-7


def relation(expected: Any, came: Any) -> str:
    """What the two have to do with one another, in a sentence or two; empty if nothing simple is found."""
    return next(_relations(expected, came), "")


def _relations(expected: Any, came: Any) -> Iterator[str]:
    if isinstance(expected, Tensor) and isinstance(came, Tensor):
        if came.is_complex() or came.is_floating_point() != expected.is_floating_point() or came.dtype == torch.bool:
            return
        one, other = expected.detach().double(), came.detach().double()
        yield from _values(one, other) if one.shape == other.shape else _shapes(one, other)
    elif isinstance(expected, dict) and isinstance(came, dict):
        yield from _entries(expected, came)
    elif isinstance(expected, tuple | list) and isinstance(came, tuple | list):
        yield from _rows(expected, came)
    elif isinstance(expected, tuple):
        yield from (
            f"What came is entry {n} alone: return all {len(expected)} of them, as in `return a, b`."
            for n, entry in enumerate(expected)
            if _equal(entry, came)
        )
    elif isinstance(came, tuple | list):
        yield from (
            f"Entry {n} of what came is right: return that alone." for n, e in enumerate(came) if _equal(expected, e)
        )


def _equal(expected: Any, came: Any) -> bool:
    return first_difference(expected, came, TIGHT) is None


def _values(one: Tensor, other: Tensor) -> Iterator[str]:
    """Two tensors of the same shape."""
    if one.isfinite().all() and not other.isfinite().all():
        yield "NaN comes from 0 / 0, inf - inf or the root of a negative number; inf from x / 0 or a very large power."
        return
    if not other.numel() or not one.any() or same(one, other, SINGLE).all():
        return
    if _equal(-one, other):
        yield "Every number has the wrong sign."
    if one.numel() > 1:
        for axis in range(one.dim()):
            yield from _along(one, other, axis)
        if one.dim() > 1 and one.shape[-1] == one.shape[-2] and _equal(one.mT, other):
            yield "The last two axes have changed places."
        yield from _constant(one, other)
        yield from _partly(one, other)


def _along(one: Tensor, other: Tensor, axis: int) -> Iterator[str]:
    """Turned round or moved along an axis."""
    size = one.shape[axis]
    if size > 1 and _equal(one.flip(axis), other) and not _equal(one, one.flip(axis)):
        yield f"What came is right but for its order: it is turned round along axis {axis}."
    if size > 2:
        if _equal(one.narrow(axis, 0, size - 1), other.narrow(axis, 1, size - 1)):
            yield f"Along axis {axis} everything comes one place too late."
        if _equal(one.narrow(axis, 1, size - 1), other.narrow(axis, 0, size - 1)):
            yield f"Along axis {axis} everything comes one place too early."


def _constant(one: Tensor, other: Tensor) -> Iterator[str]:
    """The same factor, or the same difference, everywhere."""
    if one.all() and other.any():
        factor = (other / one).flatten()
        if factor.isfinite().all() and _equal(factor[:1].expand_as(factor), factor):
            yield f"Every number is {show(factor[0].item())} times what it should be."
    difference = (other - one).flatten()
    if _equal(difference[:1].expand_as(difference), difference):
        yield f"Every number differs by the same amount, {show(difference[0].item())}."


def _partly(one: Tensor, other: Tensor) -> Iterator[str]:
    """Right for some entries of an axis and wrong for the others: the axis with the fewest wrong ones."""
    right, found = same(one, other, TIGHT), []
    for axis in range(one.dim()):
        rest = [k for k in range(one.dim()) if k != axis]
        good = right.all(dim=rest) if rest else right
        if good.any():
            found.append((1 - good.double().mean().item(), axis, good.tolist()))
    if found:
        _, axis, good = min(found)
        wrong = [k for k, well in enumerate(good) if not well]
        names = ", ".join(map(str, wrong[:8])) + ", ..." * (len(wrong) > 8)
        yield f"Along axis {axis}, counted from 0, {len(good) - len(wrong)} of {len(good)} are right; wrong: {names}."


def _shapes(one: Tensor, other: Tensor) -> Iterator[str]:
    """Two tensors of different shapes."""
    if one.numel() == other.numel():
        orders = permutations(range(other.dim())) if other.dim() < 5 and one.dim() == other.dim() else ()
        for order in orders:
            if other.permute(order).shape == one.shape and _equal(one, other.permute(order)):
                yield f"The numbers are right, but the axes stand in another order: permute{order} would mend it."
        if _equal(one.flatten(), other.flatten()):
            yield "The numbers are right and in order; only the shape is not."
    less = one.numel() > other.numel()
    whole, part = (one, other) if less else (other, one)
    for axis in range(whole.dim() if whole.dim() - part.dim() in (0, 1) else 0):
        for what, small in _reduced(whole, axis, keep=whole.dim() == part.dim()):
            if small.shape == part.shape and whole.shape[axis] > 1 and _equal(small, part):
                yield (
                    f"What came is the {what} over axis {axis} of what was expected."
                    if less
                    else f"Of what came, the {what} over axis {axis} would be right."
                )
    for axis in range(one.dim() if one.dim() == other.dim() else 0):
        extra = other.shape[axis] - one.shape[axis]
        if extra and one.shape[:axis] + one.shape[axis + 1 :] == other.shape[:axis] + other.shape[axis + 1 :]:
            yield f"Too {'many' if extra > 0 else 'few'} along axis {axis}: {other.shape[axis]}, not {one.shape[axis]}."


def _reduced(whole: Tensor, axis: int, keep: bool) -> Iterator[tuple[str, Tensor]]:
    size = whole.shape[axis]
    for name, small in (("sum", whole.sum(axis)), ("mean", whole.mean(axis)), ("last entry", whole.select(axis, -1))):
        if size:
            yield name, small.unsqueeze(axis) if keep else small


def _entries(expected: dict, came: dict) -> Iterator[str]:
    """Two dicts: how the first wrong entry differs, and which ones are right."""
    wrong = [key for key in expected if key not in came or not _equal(expected[key], came[key])]
    found = next((relation(expected[key], came[key]) for key in wrong if key in came), "")
    right = ", ".join(repr(key) for key in expected if key not in wrong)
    told = [found, f"Right on this input: {right}." if right and len(expected) > 1 else ""]
    if any(told):
        yield " ".join(filter(None, told))


def _rows(expected: tuple | list, came: tuple | list) -> Iterator[str]:
    """Two lists or tuples."""
    if len(came) > 1 and _equal(list(expected), list(reversed(came))):
        yield "The entries are right, but their order is turned round."
    if expected and all(isinstance(entry, int) for entry in (*expected, *came)) and {*expected, *came} - {0, 1}:
        yield from _whole(list(expected), list(came))
    elif len(expected) == len(came):
        for n, (one, other) in enumerate(zip(expected, came, strict=True)):
            if not _equal(one, other) and (found := relation(one, other)):
                yield f"Entry {n}: {found}"


def _whole(expected: list[int], came: list[int]) -> Iterator[str]:
    """Two lists of whole numbers."""
    if sorted(expected) == sorted(came):
        yield "The same entries, in another order."
    for step, told in ((1, "large: counted from 1 in place of 0?"), (-1, "small: counted from 0 in place of 1?")):
        if len(came) > 1 and came == [number + step for number in expected]:
            yield f"Every entry is one too {told}"
    if len(came) < len(expected) and came in (expected[: len(came)], expected[len(expected) - len(came) :]):
        place = "end" if came == expected[: len(came)] else "beginning"
        yield f"{len(expected) - len(came)} at the {place} missing; the rest is right."
    if len(came) > len(expected) and expected in (came[: len(expected)], came[len(came) - len(expected) :]):
        place = "end" if expected == came[: len(expected)] else "beginning"
        yield f"{len(came) - len(expected)} too many at the {place}; the rest is right."
