r"""attention-04, solved.

How could you have found it? Weights have two properties that can be tested without knowing any right answer. Over
the source they sum to 1, and padding gets none. So print `weights.sum(-1)` and `weights.sum(1)` for a small batch
in which $T$ and $S$ differ.

The first is not all ones. The second is, at every position that is not padding. So the softmax ran over axis 1, the
steps of the target. Each *position* shared itself among the steps, where each *step* should share itself among the
positions. With only one step every weight would be exactly 1. The shapes are the same either way, and a picture of
such weights may even look convincing.

Mend that, and the sums are still not 1 in rows with padding. That is the second fault: the mask was multiplied on
*after* the softmax, when the padding had taken its share. Give it the score minus infinity before. It is tempting
to stop after the first fault, because then everything is right for sentences that need no padding. Two faults have
room in three lines, and one can hide the other. Test again after each repair.

A third property makes the best test of all: add a position of padding with wild numbers to the memory. No context
may change by it.

Do not wait for the training to tell you. A network above wrong weights can adapt to them, and its loss may fall all
the same.
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
