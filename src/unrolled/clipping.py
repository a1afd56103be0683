"""Clipping gradients, by their common norm or value by value, and what that does to their direction.

By norm: Pascanu, Mikolov & Bengio (2013), "On the difficulty of training recurrent neural networks", ICML, section 3.2.
"""

import math

import torch
from torch import Tensor


# --8<-- [start:clip]
def global_norm(gradients: list[Tensor]) -> Tensor:
    """Euclidean norm of all gradients, as if they were one long vector."""
    return torch.stack([g.square().sum() for g in gradients]).sum().sqrt()


def clip_by_norm(gradients: list[Tensor], limit: float | int) -> list[Tensor]:
    """All gradients, shrunk by one common factor when their global norm exceeds `limit`."""
    # (gradients.8)
    factor = (limit / (global_norm(gradients) + 1e-6)).clamp(max=1.0)
    return [factor * g for g in gradients]


def clip_by_value(gradients: list[Tensor], limit: float | int) -> list[Tensor]:
    """All gradients, with each entry cut to the range from -limit to limit."""
    # (gradients.9)
    return [g.clamp(-limit, limit) for g in gradients]


# --8<-- [end:clip]


# --8<-- [start:angle]
def angle(first: list[Tensor], second: list[Tensor]) -> float:
    """Angle in degrees between two gradients, each taken as one long vector.

    Raises:
        ValueError: one of them is zero, and so has no direction.
    """
    product = sum(float((a * b).sum()) for a, b in zip(first, second, strict=True))
    lengths = float(global_norm(first) * global_norm(second))
    if lengths == 0:
        raise ValueError("a gradient of zero has no direction: there is no angle to it")
    # (gradients.10)
    return math.degrees(math.acos(max(-1.0, min(1.0, product / lengths))))


# --8<-- [end:angle]
