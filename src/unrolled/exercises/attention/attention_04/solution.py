r"""attention-04, solved.

First fault: the softmax ran over axis 1, the steps of the target, so that each position shared itself among the
steps. With T equal to S the shape gives nothing away; the sums do. Second fault: the mask came after the softmax,
when padding had taken its share already. Minus infinity before the softmax gives it nothing, and the rest sums to
1. Two lines of a test would have found both: the sum over the source is 1, and padding changes no context.
"""

# --8<-- [start:code]
import math

import torch
from torch import Tensor


def attend(queries: Tensor, memory: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
    """Contexts (B, T, H) and weights (B, T, S)."""
    scores = (queries @ memory.mT).masked_fill(~mask[:, None], -math.inf)  # (B, T, S)
    weights = torch.softmax(scores, dim=-1)
    return weights @ memory, weights


# --8<-- [end:code]
