"""lstm-02: one step of a GRU."""

from torch import Tensor


def step(x: Tensor, h: Tensor, W: Tensor, U: Tensor, b: Tensor, b_u: Tensor) -> Tensor:
    """The next hidden state (B, H). Rows of W, U, b: reset, update, candidate."""
    raise NotImplementedError
