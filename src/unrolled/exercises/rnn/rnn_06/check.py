"""Checks rnn-06: the measurement against autograd, the prediction against arithmetic."""

import itertools

import torch
from torch import Tensor

from unrolled.exercises.checks import Case, Check, Draw, column


def expected(x: Tensor, h: Tensor, W: Tensor, U: Tensor, b: Tensor) -> Tensor:
    norms = []
    for k in range(1, len(x) + 1):
        state = h
        for x_t in x[:-k]:
            state = torch.tanh(W @ x_t + U @ state + b)

        def onwards(begin: Tensor, rest: Tensor = x[-k:]) -> Tensor:
            for x_t in rest:
                begin = torch.tanh(W @ x_t + U @ begin + b)
            return begin

        norms.append(torch.linalg.matrix_norm(torch.autograd.functional.jacobian(onwards, state), 2))
    return torch.stack(norms)


def truth() -> dict[str, float | int | str]:
    steps = next(k for k in itertools.count() if 0.9**k < 0.001)
    return {"steps": steps, "turned": 1.0, "tanh": "smaller"}


WORDS = ("smaller", "equal", "larger")
draw, one = Draw(3), column(1)
CASES = (
    Case("one step, one unit, slope one", (column(0), one[0] * 0, one, 0.5 * one, one[0] * 0)),
    Case("one step, one unit, squashed", (column(1), one[0] * 0, one, 0.5 * one, one[0] * 0)),
    Case("two steps, one unit", (column(1, -2), one[0], one, 0.5 * one, one[0] * 0)),
    Case("two steps, two units", (draw(2, 1), draw(2), draw(2, 1), draw(2, 2), draw(2))),
    Case("six steps, three units", (draw(6, 2), draw(3), draw(3, 2), draw(3, 3), draw(3))),
)
CHECKS = (
    Check("measure", CASES, expected),
    Check("predict", (Case("your predictions", ()),), truth, secret=True, tolerance=1e-3, words=WORDS),
)
