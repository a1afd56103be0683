"""seq2seq-07: a beam."""

from collections.abc import Callable
from typing import Any

BOS, EOS = 2, 3
Step = Callable[[int, Any], tuple[list[float], Any]]


def beam(step: Step, state: Any, width: int, alpha: float | int, longest: int) -> tuple[list[int], float]:
    """The best finished text that a beam finds, without marks, and its score."""
    raise NotImplementedError
