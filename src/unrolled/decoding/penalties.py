"""What a beam adds to log-probabilities, so that it does not prefer what is short or leaves half of the source out.

Wu et al. (2016), "Google's Neural Machine Translation System", arXiv 1609.08144, section 7.
"""

import torch
from jaxtyping import Bool, Float
from torch import Tensor


# --8<-- [start:length]
def length_penalty(length: int, alpha: float | int) -> float:
    """What the log-probability of `length` tokens is divided by. The mark of the end counts as a token.

    Args:
        alpha: 0 divides by one; with 1, long texts are ranked nearly as by a mean over tokens.
    """
    # (decoding.5)
    return ((5 + length) / (5 + 1)) ** alpha


# --8<-- [end:length]


# --8<-- [start:coverage]
def coverage_penalty(
    received: Float[Tensor, "*N S"], mask: Bool[Tensor, "*N S"], beta: float | int
) -> Float[Tensor, "*N"]:
    """At most 0: how much of the source was looked at too little.

    Args:
        received: attention weights that each token of the source got, summed over all steps.
        mask: True where a token of the source is real.
    """
    least = torch.finfo(received.dtype).tiny  # a token that got nothing at all costs much, not everything
    # (decoding.6) one look in all is enough, more than that earns nothing
    return beta * received.clamp(least, 1).log().masked_fill(~mask, 0).sum(-1)


# --8<-- [end:coverage]
