"""seq2seq-06: on its own."""

from collections.abc import Callable
from typing import Any


def predict() -> dict:
    """What you expect, before you measure: shares of right tokens, from 0 to 1."""
    return {"forced": ..., "free": ..., "free_long": ..., "taught": ...}


def measure(step: Callable[[int, Any], tuple[int, Any]], state: Any, target: list[int], first: int) -> dict:
    """Shares of right tokens, "forced" and "free". The decoder reads `first` at the first step."""
    raise NotImplementedError
