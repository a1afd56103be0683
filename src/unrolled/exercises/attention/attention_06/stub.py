"""attention-06: what order means."""

from collections.abc import Callable

from torch import Tensor


def predict() -> dict:
    """What you expect, before you measure: invariant, equivariant or neither."""
    return {"mean": ..., "rnn": ..., "query": ..., "self": ..., "positions": ...}


def measure(layer: Callable[[Tensor], Tensor], x: Tensor, order: list[int]) -> str:
    """What happens to the result when the vectors of x (T, D) are put into another order."""
    raise NotImplementedError
