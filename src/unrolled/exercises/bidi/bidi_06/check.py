"""Checks bidi-06 by autograd: an output depends on an input if some derivative is not zero."""

from collections.abc import Callable

import torch
from torch import Tensor

from unrolled.exercises.checks import Case, Check, Draw


def ahead(x: Tensor) -> Tensor:
    """Reads ahead: the sum so far, squashed."""
    return torch.tanh(0.3 * x).cumsum(0)


def back(x: Tensor) -> Tensor:
    """Reads back."""
    return ahead(x.flip(0)).flip(0)


def both(x: Tensor) -> Tensor:
    """Reads both ways, side by side."""
    return torch.cat([ahead(x), back(x)], dim=1)


def stacked(x: Tensor) -> Tensor:
    """Reads ahead what a layer that reads back has said."""
    return ahead(back(x))


def window(x: Tensor) -> Tensor:
    """Each step sees itself and the step before."""
    return x + torch.cat([x[:1] * 0, x[:-1]])


def second_entry(x: Tensor) -> Tensor:
    """Only the second number of each output sees anything."""
    return torch.cat([0 * ahead(x), ahead(x)], dim=1)


def expected(layer: Callable[[Tensor], Tensor], x: Tensor, step: int) -> list[int]:
    slopes = torch.autograd.functional.jacobian(layer, x)[:, :, step - 1]  # (T, F, D)
    return [t + 1 for t in range(len(x)) if slopes[t].abs().max() > 0]


def truth() -> dict[str, list[int] | int]:
    x = Draw(1)(5, 1)
    found: dict[str, list[int] | int] = {f.__name__: expected(f, x, 3) for f in (ahead, back, both, stacked)}
    return found | {"half": sum(5 in expected(back, x, step) for step in range(1, 6))}


draw = Draw(2)
CASES = (
    Case("two steps, a layer that reads ahead, the first step", (ahead, draw(2, 1), 1)),
    Case("three steps, a layer that reads ahead, the second step", (ahead, draw(3, 1), 2)),
    Case("three steps, a layer that reads back, the second step", (back, draw(3, 1), 2)),
    Case("four steps, each sees itself and the one before", (window, draw(4, 1), 2)),
    Case("four steps, outputs of which one number never moves", (second_entry, draw(4, 1), 3)),
    Case("five steps, both ways", (both, draw(5, 2), 4)),
)
CHECKS = (
    Check("measure", CASES, expected),
    Check("predict", (Case("your predictions", ()),), truth, secret=True),
)
