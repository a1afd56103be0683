"""Checks advanced-05 by its four promises; there are many right answers."""

from collections.abc import Callable

from unrolled.data.padding import waste
from unrolled.exercises.checks import Case, Check, Draw


def expected(lengths: list[int], budget: int) -> dict[str, bool]:
    assert max(lengths) <= budget
    return {"every index in one batch": True, "within the budget": True, "little padding": True, "few batches": True}


def use(answer: Callable[[list[int], int], list[list[int]]], lengths: list[int], budget: int) -> dict[str, bool]:
    found = [list(batch) for batch in answer(lengths, budget)]
    many, sizes = len(lengths) >= 200, [len(batch) * max((lengths[k] for k in batch), default=0) for batch in found]
    once = sorted(k for batch in found for k in batch) == list(range(len(lengths)))
    few = len(found) <= 1 + 1.2 * sum(lengths) / budget
    return {
        "every index in one batch": once,
        "within the budget": all(size <= budget for size in sizes),
        "little padding": not many or not once or waste(lengths, found) <= 0.1,
        "few batches": not many or few,
    }


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
