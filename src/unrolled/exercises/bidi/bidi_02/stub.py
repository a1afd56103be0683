"""bidi-02: two directions from one."""

from collections.abc import Callable

from torch import Tensor


def read_both(ahead: Callable[[Tensor], Tensor], back: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """What both layers say at each step, side by side: (B, T, 2H)."""
    raise NotImplementedError
