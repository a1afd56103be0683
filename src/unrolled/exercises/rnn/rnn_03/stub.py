"""rnn-03: the loop over time."""

from torch import Tensor


def run(x: Tensor, h: Tensor, W: Tensor, U: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """All hidden states (B, T, H) and the last one (B, H), from inputs x (B, T, D) and a first state h (B, H)."""
    raise NotImplementedError
