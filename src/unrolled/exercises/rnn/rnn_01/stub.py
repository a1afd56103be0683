"""rnn-01: one step of a plain network."""

from torch import Tensor


def step(x: Tensor, h: Tensor, W: Tensor, U: Tensor, b: Tensor) -> Tensor:
    """The next hidden state (B, H), from inputs x (B, D) and the state before, h (B, H)."""
    raise NotImplementedError
