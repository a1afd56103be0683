"""What the classifiers of reviews do with words: small embeddings, and words that go missing in training."""

import torch
from jaxtyping import Int
from torch import Tensor, nn

from unrolled.data.vocabulary import PAD, UNKNOWN


def small_(embed: nn.Embedding) -> None:
    """Draw every vector with a standard deviation of 0.1, but padding is zero."""
    nn.init.normal_(embed.weight, std=0.1)
    with torch.no_grad():
        embed.weight[PAD] = 0


def drop_words(tokens: Int[Tensor, "B T"], rate: float) -> Int[Tensor, "B T"]:
    """Each word becomes "unknown" with probability `rate`; padding stays."""
    drop = (torch.rand(tokens.shape, device=tokens.device) < rate) & (tokens != PAD)
    return tokens.masked_fill(drop, UNKNOWN)
