"""Which parameters shrink at every update, and which do not.

Loshchilov & Hutter (2019), "Decoupled Weight Decay Regularization", ICLR, section 2.
"""

from typing import Any

from torch import nn


# --8<-- [start:groups]
def decay_groups(model: nn.Module, weight_decay: float | int) -> list[dict[str, Any]]:
    """Parameters for AdamW in two groups: matrices shrink, vectors (biases and gains) do not.

    Equation (regularisation.11).
    Raises:
        ValueError: `weight_decay` is negative.
    """
    if weight_decay < 0:
        raise ValueError(f"weight_decay is {weight_decay}: weights would grow; it must be at least 0")
    matrices = [p for p in model.parameters() if p.dim() >= 2]
    vectors = [p for p in model.parameters() if p.dim() < 2]
    # (regularisation.11) AdamW multiplies each matrix by 1 - lr * weight_decay
    return [{"params": matrices, "weight_decay": weight_decay}, {"params": vectors, "weight_decay": 0.0}]


# --8<-- [end:groups]
