"""attention-02: ask, weigh, and take the mean."""

from torch import Tensor


def attend(query: Tensor, memory: Tensor, mask: Tensor, W_q: Tensor, W_k: Tensor, v: Tensor) -> tuple[Tensor, Tensor]:
    """Context (B, F) and weights (B, S) of additive attention."""
    raise NotImplementedError
