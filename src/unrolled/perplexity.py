"""How well a model predicts text: negative log-likelihood per token, perplexity, bits, and how not to average them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from jaxtyping import Bool, Float, Int
from torch import Tensor
from torch.nn.functional import cross_entropy


# --8<-- [start:nll]
def token_nll(logits: Float[Tensor, "B T V"], targets: Int[Tensor, "B T"]) -> Float[Tensor, "B T"]:
    """Negative log-probability of each target, in nats, from logits."""
    return cross_entropy(logits.flatten(0, 1), targets.flatten(), reduction="none").view(targets.shape)


def log_probability(nll: Float[Tensor, "B T"], mask: Bool[Tensor, "B T"]) -> Float[Tensor, " B"]:
    """Log-probability of each whole sequence: a product of steps is a sum of logarithms."""
    # (training-loop.1)
    return -(nll * mask).sum(dim=1)


def mean_nll(nll: Float[Tensor, "B T"], mask: Bool[Tensor, "B T"]) -> Float[Tensor, ""]:
    """Mean over the real tokens of a batch: padding is neither summed nor counted.

    Raises:
        ValueError: no token is real.
    """
    if not bool(mask.any()):
        raise ValueError(f"a mask of shape {tuple(mask.shape)} with no True in it: there is no token to take a mean of")
    # (training-loop.2)
    return (nll * mask).sum() / mask.sum()


# --8<-- [end:nll]


# --8<-- [start:perplexity]
def perplexity(nll: float) -> float:
    """Perplexity from the mean negative log-likelihood per token, in nats."""
    # (training-loop.3)
    return math.exp(nll)


def bits(nll: float) -> float:
    """The same in bits: per character, if the tokens are characters."""
    # (training-loop.4)
    return nll / math.log(2)


# --8<-- [end:perplexity]


# --8<-- [start:tally]
@dataclass
class Tally:
    """Sum of the negative log-likelihood and number of tokens, over any number of batches."""

    total: float = 0.0
    tokens: int = 0

    def add(self, nll: Float[Tensor, "B T"], mask: Bool[Tensor, "B T"]) -> None:
        """Count one batch in."""
        self.total += (nll * mask).sum().item()
        self.tokens += int(mask.sum())

    @property
    def nll(self) -> float:
        """Mean per token over everything counted so far. Raises: ValueError, if that is nothing."""
        if self.tokens == 0:
            raise ValueError("nothing was counted: add a batch before asking for a mean")
        # (training-loop.5) each batch weighs as much as it has tokens
        return self.total / self.tokens


# --8<-- [end:tally]


# --8<-- [start:wrong]
def mean_of_exponentials(batch_means: Sequence[float]) -> float:
    """What is often printed as perplexity, and is not: the mean of exp(loss) over batches."""
    # (training-loop.6) never below exp of the mean
    return math.fsum(map(math.exp, batch_means)) / len(batch_means)


def exponential_of_mean(batch_means: Sequence[float]) -> float:
    """Nearly right: exp of the mean over batches, wrong when batches have unequal numbers of tokens."""
    return math.exp(math.fsum(batch_means) / len(batch_means))


def wrong_means(sums: Sequence[float], counts: Sequence[int], size: int) -> tuple[float, float]:
    """Both of them, over batches of `size` sequences in order, from the summed loss and the tokens of each sequence."""
    starts = range(0, len(sums), size)
    means = [math.fsum(sums[i : i + size]) / sum(counts[i : i + size]) for i in starts]
    return mean_of_exponentials(means), exponential_of_mean(means)


# --8<-- [end:wrong]
