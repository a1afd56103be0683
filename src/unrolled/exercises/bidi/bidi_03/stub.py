"""bidi-03: which index of h_n?"""

from torch import Tensor


def whole(h_n: Tensor) -> Tensor:
    """The vector (B, 2H) of each sequence, from the last states (2L, B, H) of a bidirectional layer."""
    raise NotImplementedError
