"""lstm-01: one step of an LSTM."""

from torch import Tensor


def step(x: Tensor, h: Tensor, c: Tensor, W: Tensor, U: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """The next hidden and cell state, (B, H) each. Rows of W, U, b: input, forget, candidate, output."""
    raise NotImplementedError
