"""attention-01: from scores to weights."""

from torch import Tensor


def weights(scores: Tensor, mask: Tensor) -> Tensor:
    """Attention weights (B, T, S) from scores (B, T, S) and a mask (B, S)."""
    raise NotImplementedError
