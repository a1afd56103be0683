"""advanced-04: the nucleus."""

from torch import Tensor


def predict() -> dict:
    """What you expect, before you measure."""
    return {"half": ..., "three_quarters": ..., "a_little_more": ..., "top_2": ..., "cold": ...}


def measure(p: Tensor, share: float) -> Tensor:
    """The probabilities (V) that the nucleus leaves."""
    raise NotImplementedError
