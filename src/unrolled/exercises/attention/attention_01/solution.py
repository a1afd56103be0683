r"""attention-01, solved.

A softmax gives *every* position something, because no power of $e$ is zero. So a position cannot be left out by an
ordinary score. What score has the weight 0? Only minus infinity:

$$\alpha_s = \frac{e^{a_s}}{\sum_r e^{a_r}}, \qquad e^{-\infty} = 0$$

It has to be put in *before* the softmax. Then the term is missing above and in the sum below, and the real
positions share all of the weight. To multiply by the mask *after* the softmax is the tempting way: the padding does
get 0. But it has had its share of the sum already, so the rest adds up to less than 1, and less the more padding
there is. The context shrinks with it. To divide once more by what is left would repair it, in three steps instead
of one.

A large negative number, say $-100$, does nearly the same as infinity, until real scores are that low, too. Infinity
is right always, with one exception: in a row *without* any token the sum is 0, and 0 over 0 is no number. The task
rules that out. Your own code should, too.

`mask` is `(B, S)` and `scores` is `(B, T, S)`. The new axis in the middle, `mask[:, None]`, says "the same for each
step of the target". The softmax runs over the last axis, for each step shares itself among the positions. To test
it, sum over that axis: all ones.
"""

# --8<-- [start:code]
import math

import torch
from torch import Tensor


def weights(scores: Tensor, mask: Tensor) -> Tensor:
    """Attention weights (B, T, S) from scores (B, T, S) and a mask (B, S)."""
    return torch.softmax(scores.masked_fill(~mask[:, None], -math.inf), dim=-1)


# --8<-- [end:code]
