"""rnn-06: how far does a gradient reach?"""

from torch import Tensor


def predict() -> dict:
    """What you expect, before you measure."""
    return {"steps": ..., "turned": ..., "tanh": ...}


def measure(x: Tensor, h: Tensor, W: Tensor, U: Tensor, b: Tensor) -> Tensor:
    """Norms (T) of the derivatives of the last state with respect to the state 1, 2, ..., T steps before."""
    raise NotImplementedError
