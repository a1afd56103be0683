"""rnn-07: backpropagation through time."""

from torch import Tensor


def backward(x: Tensor, h0: Tensor, W: Tensor, U: Tensor, b: Tensor, g: Tensor) -> dict[str, Tensor]:
    """Gradients of the sum of all losses with respect to W, U, b and h0."""
    raise NotImplementedError
