"""What a checker consists of: cases from the smallest to the largest, and an oracle that knows what should come."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from unrolled.exercises.failures import UnfitError
from unrolled.exercises.forbid import Forbid
from unrolled.exercises.show import kind, shape_of


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
        gradient: a gradient must come through, from what is returned to every argument that holds real numbers.
        forbids: names of PyTorch's functions that must not be called, see `forbid`.
        words: the words that may be answered where a word is asked for.
    """

    asks: str
    cases: Sequence[Case]
    expected: Callable[..., Any]
    use: Callable[..., Any] | None = None
    tolerance: float | int = 1e-8
    secret: bool = False
    may_change: bool = False
    gradient: bool = False
    forbids: Sequence[str] = ()
    words: Sequence[str] = ()

    def run(self, answer: Callable[..., Any], args: tuple) -> Any:
        """What the answer makes of the arguments, with the same random numbers each time."""
        torch.manual_seed(0)
        if self.forbids:
            kept, answer = answer, lambda *given: self._watched(kept, given)
        return answer(*args) if self.use is None else self._used(answer, args)

    def _watched(self, answer: Callable[..., Any], args: tuple) -> Any:
        with Forbid(self.forbids):
            return answer(*args)

    def _used(self, answer: Callable[..., Any], args: tuple) -> Any:
        """What `use` makes of the answer. If it cannot use what was returned, that is told, and not how it failed."""
        inside, came = False, []

        def noted(*given: Any) -> Any:
            nonlocal inside
            inside = True
            came.append(answer(*given))
            inside = False
            return came[-1]

        try:
            return self.use(noted, *args)
        except UnfitError:
            raise
        except Exception as error:
            if inside or not came:
                raise
            text = " ".join(str(error).split())[:300]
            told = f"the checker cannot use what came, {kind(came[-1])} ({type(error).__name__}: {text})"
            raise UnfitError(told) from error


@dataclass(frozen=True)
class Mistake:
    """An answer that is wrong in a known way, and what to say to whoever gives it.

    Where answers are never twice the same, because something is trained, `sign` recognises the mistake by what came.
    """

    message: str
    asks: str
    answer: Callable[..., Any]
    sign: Callable[[Any], bool] | None = None


def mistaken(message: str, asks: str = "", sign: Callable[[Any], bool] | None = None) -> Callable[[Callable], Mistake]:
    """Turn a function into a known mistake.

    Args:
        message: what the reader is told.
        asks: the name that it stands in for; without it, the first that the exercise asks for.
        sign: whether what came of an answer shows this mistake; without it, what came must be the same.
    """
    return lambda answer: Mistake(message, asks, answer, sign)


def shaped(value: Any, **shapes: tuple[int, ...]) -> list[Tensor]:
    """Tensors of these names and shapes, in float64. Raises: UnfitError, if the value is anything else."""
    parts = [value] if len(shapes) == 1 else value
    if not isinstance(parts, tuple | list) or len(parts) != len(shapes):
        many = f"a tuple of {len(parts)}" if isinstance(parts, tuple) else kind(value)
        raise UnfitError(f"expected a tuple of {len(shapes)} tensors, ({', '.join(shapes)}), came {many}")
    for (name, shape), part in zip(shapes.items(), parts, strict=True):
        told = f"`{name}`: expected a tensor of shape {shape}, came"
        if not isinstance(part, Tensor):
            raise UnfitError(f"{told} {kind(part)}")
        if part.shape != shape:
            raise UnfitError(f"{told} {shape_of(part)}")
    return [part.detach().double() for part in parts]


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
