"""What a checker consists of: cases from the smallest to the largest, and an oracle that knows what should come."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor


@dataclass(frozen=True)
class Case:
    """One call of the reader's code.

    Args:
        name: what this case is about, in a few words.
        args: the arguments, in order.
    """

    name: str
    args: tuple


@dataclass(frozen=True)
class Check:
    """How one name that the reader defines is checked.

    Args:
        asks: the name: a function or a class.
        cases: from the smallest to the largest. The first that fails is shown.
        expected: the oracle: what should come for the arguments of a case. Its parameters name them in messages.
        use: how the answer is used; without it, it is called with the arguments.
        tolerance: largest difference that counts as none, for numbers around 1.
        secret: do not tell what was expected, only where the answer is wrong: it is what the exercise asks for.
        may_change: the answer may change its arguments.
    """

    asks: str
    cases: Sequence[Case]
    expected: Callable[..., Any]
    use: Callable[..., Any] | None = None
    tolerance: float | int = 1e-8
    secret: bool = False
    may_change: bool = False

    def run(self, answer: Callable[..., Any], args: tuple) -> Any:
        """What the answer makes of the arguments, with the same random numbers each time."""
        torch.manual_seed(0)
        return answer(*args) if self.use is None else self.use(answer, *args)


@dataclass(frozen=True)
class Mistake:
    """An answer that is wrong in a known way, and what to say to whoever gives it."""

    message: str
    asks: str
    answer: Callable[..., Any]


def mistaken(message: str, asks: str = "") -> Callable[[Callable], Mistake]:
    """Turn a function into a known mistake.

    Args:
        message: what the reader is told.
        asks: the name that it stands in for; without it, the first that the exercise asks for.
    """
    return lambda answer: Mistake(message, asks, answer)


class Draw:
    """Random numbers for cases, the same on each call with the same seed."""

    def __init__(self, seed: int) -> None:
        self.generator = torch.Generator().manual_seed(seed)

    def __call__(self, *shape: int) -> Tensor:
        """Normal numbers in float64."""
        return torch.randn(shape, generator=self.generator, dtype=torch.float64)

    def integers(self, below: int, *shape: int) -> Tensor:
        """Whole numbers from 0 to below - 1."""
        return torch.randint(below, shape, generator=self.generator)


def column(*numbers: float | int) -> Tensor:
    """Numbers under one another: (B, 1) in float64."""
    return torch.tensor(numbers, dtype=torch.float64)[:, None]
