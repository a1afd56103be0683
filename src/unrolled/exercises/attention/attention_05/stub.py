"""attention-05: back through attention."""

from torch import Tensor


def backward(a: Tensor, m: Tensor, g: Tensor) -> dict[str, Tensor]:
    """Gradients with respect to the scores a (S) and the memory m (S, F), from g (F), that of the context."""
    raise NotImplementedError
