"""Checks advanced-01 with itertools.groupby."""

import itertools

from unrolled.exercises.checks import Case, Check, Draw


def expected(path: list[int]) -> list[int]:
    return [label for label, _ in itertools.groupby(path) if label != 0]


CASES = (
    Case("nothing but a blank", ([0],)),
    Case("one label, said twice", ([7, 7],)),
    Case("a blank between two equal labels", ([7, 0, 7],)),
    Case("labels that come back", ([7, 3, 7],)),
    Case("the example of the task", ([0, 7, 7, 0, 7, 3, 3, 0],)),
    Case("forty frames", (Draw(1).integers(3, 40).tolist(),)),
)
CHECKS = (Check("collapse", CASES, expected),)
