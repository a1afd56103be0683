"""attention-04: weights that look like weights. This function runs, and is wrong."""

import torch
from torch import Tensor


def attend(queries: Tensor, memory: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
    """Contexts (B, T, H) and weights (B, T, S)."""
    scores = queries @ memory.mT  # (B, T, S)
    weights = torch.softmax(scores, dim=1) * mask[:, None]
    return weights @ memory, weights
