r"""attention-01, solved.

The mask comes before the softmax, as a score of minus infinity: e to that power is zero, in the numerator and in
the sum below it, so the real positions share all of the weight. It is the same for all steps of the target, hence
the new axis in the middle. The softmax runs over the source. A large negative number instead of infinity would do
nearly the same, until a score is larger.
"""

# --8<-- [start:code]
import math

import torch
from torch import Tensor


def weights(scores: Tensor, mask: Tensor) -> Tensor:
    """Attention weights (B, T, S) from scores (B, T, S) and a mask (B, S)."""
    return torch.softmax(scores.masked_fill(~mask[:, None], -math.inf), dim=-1)


# --8<-- [end:code]
