r"""attention-02, solved.

Follow the shapes. The query is one vector for each sequence, `(B, H)`, and the memory has $S$ of them, `(B, S, F)`.
Both are mapped to the same size $A$, and then each position is to be compared with the one query. So the query
needs an axis of size 1 where the memory has $S$: `(B, 1, A) + (B, S, A)`. Forget it, and Python either complains
or, if $B$ happens to equal $S$, adds the query of one sequence to a position of another.

Why is there a tanh around the sum? Try without it. The score would be

$$a_s = v^\top W_q h + v^\top W_k m_s$$

The first term is the same for all positions, and a softmax does not notice what is added to all scores. So the
weights would not depend on the question at all! The tanh bends each sum differently, and this is what lets the
query matter. That is also an experiment with which you can find the mistake: change the query, and see whether the
weights move.

Then the mask, then the softmax over $S$, as in the exercise before this one.

The context is a weighted mean of the *memory*. It is tempting to take the mean of the mapped memory, since that is
at hand, but the keys were made to be scored and nothing else; the shape, `(B, A)` in place of `(B, F)`, gives it
away unless the two sizes are equal. The sum runs over the positions, axis 1. Since the weights sum to 1, each number
of the context must lie between the smallest and the largest that the real positions have in its place.
"""

# --8<-- [start:code]
import math

import torch
from torch import Tensor


def attend(query: Tensor, memory: Tensor, mask: Tensor, W_q: Tensor, W_k: Tensor, v: Tensor) -> tuple[Tensor, Tensor]:
    """Context (B, F) and weights (B, S) of additive attention."""
    scores = torch.tanh((query @ W_q.T)[:, None] + memory @ W_k.T) @ v  # (B, 1, A) + (B, S, A) -> (B, S)
    weights = torch.softmax(scores.masked_fill(~mask, -math.inf), dim=-1)
    return (weights[:, :, None] * memory).sum(dim=1), weights


# --8<-- [end:code]
