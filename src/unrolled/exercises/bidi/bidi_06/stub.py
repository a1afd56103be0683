"""bidi-06: who sees what?"""

from collections.abc import Callable

from torch import Tensor


def predict() -> dict:
    """What you expect, before you measure: lists of steps, counted from 1, and one number."""
    return {"ahead": ..., "back": ..., "both": ..., "stacked": ..., "half": ...}


def measure(layer: Callable[[Tensor], Tensor], x: Tensor, step: int) -> list[int]:
    """The steps, counted from 1, whose output changes when the input of `step` does."""
    raise NotImplementedError
