"""Checks advanced-05 by its four promises; there are many right answers."""

from collections.abc import Callable

from unrolled.data.padding import waste
from unrolled.exercises.checks import Case, Check, Draw
from unrolled.exercises.show import show


def expected(lengths: list[int], budget: int) -> dict[str, bool]:
    assert max(lengths) <= budget
    return {"every index in one batch": True, "within the budget": True, "little padding": True, "few batches": True}


def use(answer: Callable[[list[int], int], list[list[int]]], lengths: list[int], budget: int) -> dict[str, bool | str]:
    found = [[int(k) for k in batch] for batch in answer(lengths, budget)]
    once, many = once_each([k for batch in found for k in batch], len(lengths)), len(lengths) >= 200
    if once is not True:
        return {"every index in one batch": once}
    if not all(found):
        return {"every index in one batch": "a batch is empty"}
    size, batch = max((len(batch) * max(lengths[k] for k in batch), batch) for batch in found)
    padding, most = waste(lengths, found), 1 + 1.2 * sum(lengths) / budget
    return {
        "every index in one batch": True,
        "within the budget": size <= budget or f"the batch {show(batch)} is a rectangle of {size} tokens",
        "little padding": not many or padding <= 0.1 or f"{padding:.0%} of all positions are padding",
        "few batches": not many or len(found) <= most or f"{len(found)} batches, where {most:.1f} are allowed",
    }


def once_each(indices: list[int], count: int) -> bool | str:
    """Whether these are the numbers from 0 to count - 1; and if not, why not."""
    missing, foreign = set(range(count)) - set(indices), set(indices) - set(range(count))
    if missing or foreign:
        what, which = ("missing", missing) if missing else ("no index of a sentence", foreign)
        return f"{show(sorted(which)[:5])} {what}"
    return len(indices) == count or "some indices come more than once"


def case(name: str, seed: int, count: int, longest: int, budget: int) -> Case:
    return Case(name, ([1 + n for n in Draw(seed).integers(longest, count).tolist()], budget))


CASES = (
    Case("one sentence", ([3], 3)),
    Case("two sentences that fit together", ([2, 3], 6)),
    Case("two sentences that do not fit together", ([2, 3], 5)),
    Case("three sentences, of which only two fit together", ([4, 1, 4], 8)),
    case("two hundred sentences", 1, 200, 40, 400),
    case("a thousand sentences", 2, 1000, 90, 1000),
)
CHECKS = (Check("batches", CASES, expected, use),)
