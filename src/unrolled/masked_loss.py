"""A loss for each step of padded sequences: the mean over steps that are there."""

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from unrolled.layers.masks import mask_of


# --8<-- [start:loss]
def masked_mean(values: Float[Tensor, "B T"], lengths: Int[Tensor, " B"]) -> Float[Tensor, ""]:
    """Mean over the real steps of a batch, whatever stands in the padding, NaN included."""
    mask = mask_of(lengths, values.shape[1])
    # (variable-length.5) a sum over real steps, divided by how many there are
    return values.masked_fill(~mask, 0.0).sum() / mask.sum()


def token_loss(
    scores: Float[Tensor, "B T V"], targets: Int[Tensor, "B T"], lengths: Int[Tensor, " B"]
) -> Float[Tensor, ""]:
    """Mean cross-entropy for each real token of a batch."""
    each = nn.functional.cross_entropy(scores.transpose(1, 2), targets, reduction="none")  # (B, V, T) -> (B, T)
    return masked_mean(each, lengths)


# --8<-- [end:loss]


# --8<-- [start:total]
class TokenMean:
    """A mean over the tokens of many batches: add up sums and counts, divide once."""

    def __init__(self) -> None:
        self.total, self.tokens = 0.0, 0

    def add(self, values: Float[Tensor, "B T"], lengths: Int[Tensor, " B"]) -> None:
        """Take in the values of one batch."""
        self.total += values.masked_fill(~mask_of(lengths, values.shape[1]), 0.0).sum().item()
        self.tokens += int(lengths.sum())

    @property
    def mean(self) -> float:
        """The mean of all that was added. Raises: ZeroDivisionError, if nothing was."""
        return self.total / self.tokens


# --8<-- [end:total]


def perplexity(mean_loss: float) -> float:
    """exp of the mean loss for a token."""
    return torch.tensor(mean_loss, dtype=torch.float64).exp().item()
