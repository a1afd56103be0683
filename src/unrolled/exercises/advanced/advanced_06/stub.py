"""advanced-06: a recurrence without a loop."""

from torch import Tensor


def scan(a: Tensor, x: Tensor) -> Tensor:
    """All states (T, H) of h_t = a_t h_(t-1) + x_t, from h_0 = 0."""
    raise NotImplementedError
