"""lstm-06: the direct path and the whole truth."""

from torch import Tensor


def predict() -> dict:
    """What you expect, before you measure."""
    return {"after": ..., "no_recurrence": ..., "recurrence": ...}


def measure(x: Tensor, h: Tensor, c: Tensor, W: Tensor, U: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """The product of the forget gates (H), and the diagonal of the derivative of the last cell by the first (H)."""
    raise NotImplementedError
