r"""attention-07, solved.

A rotation by theta takes m_s to m_(s+1). The dot product of two unit vectors is the cosine of the angle between
them, and is largest when they are the same: m_t meets the turned m_s at s = t - 1. Cosines of neighbours differ by
1 - cos(theta) = 0.076 only, so the softmax would hardly choose. A factor of 100 makes that a difference of 7.6 in
the scores, and e ** 7.6 is about 2,000. Only the difference of the angles counts, so the matrix works everywhere on
the circle: this is how a model can look at relative positions.
"""

# --8<-- [start:code]
import math

import torch
from torch import Tensor


def matrix() -> Tensor:
    """W (2, 2) with which each position looks at the one before it."""
    phi = math.pi / 8
    return 100 * torch.tensor([[math.cos(phi), -math.sin(phi)], [math.sin(phi), math.cos(phi)]])


# --8<-- [end:code]
