"""Checks seq2seq-06 by writing out what each decoder reads."""

from typing import Any

from unrolled.exercises.checks import Case, Check


class Counter:
    """Writes the next number; holes say what it writes instead. Its state counts the steps, and `drift` adds to it."""

    def __init__(self, holes: dict[int, int], drift: int = 0) -> None:
        self.holes, self.drift = holes, drift
        self.__name__ = f"a counter with the holes {holes}" + f" that drifts by {drift} at a step" * bool(drift)

    def __call__(self, token: int, state: int) -> tuple[int, int]:
        return self.holes.get(token, token + 1) + self.drift * state, state + 1


def shares(step: Any, state: int, target: list[int], first: int) -> dict[str, float]:
    written, own, now = [], [], state
    for k, true_before in enumerate([first, *target[:-1]]):
        written.append(step(true_before, state + k)[0])
        token, now = step(own[-1] if own else first, now)
        own.append(token)
    hits = {"forced": written, "free": own}
    return {name: sum(a == b for a, b in zip(made, target, strict=True)) / len(target) for name, made in hits.items()}


expected = shares


def truth() -> dict[str, float]:
    hole, six = Counter({3: 9, 9: 9}), [1, 2, 3, 4, 5, 6]
    long, taught = shares(hole, 0, list(range(1, 31)), 0), shares(Counter({3: 9, 9: 5}), 0, six, 0)
    return shares(hole, 0, six, 0) | {"free_long": long["free"], "taught": taught["free"]}


CASES = (
    Case("a counter without holes", (Counter({}), 0, [1, 2], 0)),
    Case("a hole at the last step", (Counter({1: 7}), 0, [1, 2], 0)),
    Case("a hole at the first step", (Counter({0: 7}), 0, [1, 2], 0)),
    Case("a hole in the middle, and a way back", (Counter({3: 9, 9: 5}), 0, [1, 2, 3, 4, 5, 6], 0)),
    Case("a state that matters", (Counter({1: 4}, drift=1), 0, [1, 5, 8, 9], 0)),
)
CHECKS = (
    Check("measure", CASES, expected),
    Check("predict", (Case("your predictions", ()),), truth, secret=True, tolerance=1e-3),
)
