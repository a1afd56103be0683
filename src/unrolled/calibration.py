"""Whether probabilities keep their word: of a hundred answers given with 80 %, about eighty should be right."""

import math
from typing import NamedTuple

import torch
from jaxtyping import Float, Int
from torch import Tensor

LIMITS = (math.log(0.01), math.log(100.0))  # between which the logarithm of a temperature is looked for


class Bin(NamedTuple):
    """Answers of like probability: how many, their mean probability, and the share that is positive."""

    count: int
    probability: float
    positive: float


# --8<-- [start:bins]
def bins_of(p: Float[Tensor, " N"], labels: Int[Tensor, " N"], bins: int = 10) -> list[Bin]:
    """Sort answers into bins of equal width by the probability they give the positive class; empty ones left out.

    Raises:
        ValueError: there are no answers, fewer than one bin, or a probability is not between 0 and 1.
    """
    if bins < 1 or not len(p) or not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError(f"{len(p)} probabilities in {bins} bins: there must be some, all between 0 and 1")
    place = (p * bins).long().clamp(max=bins - 1)  # a probability of 1 belongs to the last bin
    found = []
    for number in place.unique().tolist():
        inside = place == number
        found.append(Bin(int(inside.sum()), p[inside].mean().item(), labels[inside].double().mean().item()))
    return found


def calibration_error(bins: list[Bin]) -> float:
    """Expected calibration error: how far probability and frequency lie apart, each bin weighed by its answers.

    Naeini et al. (2015), "Obtaining Well Calibrated Probabilities Using Bayesian Binning", AAAI.
    """
    total = sum(part.count for part in bins)
    # (sentiment-pipeline.1)
    return math.fsum(part.count * abs(part.probability - part.positive) for part in bins) / total


# --8<-- [end:bins]


# --8<-- [start:temperature]
def fit_temperature(log_odds: Float[Tensor, " N"], labels: Int[Tensor, " N"], rounds: int = 60) -> float:
    """The temperature that makes labels likeliest when all log-odds are divided by it. Use data not trained on.

    Guo et al. (2017), "On Calibration of Modern Neural Networks", ICML. The loss is convex in 1/T, so its slope is
    zero in one place at most, and halving an interval finds that.

    Returns: T, between 0.01 and 100; an end of this range if every answer is right, or they say nothing.
    """
    z, y = log_odds.double(), labels.double()
    low, high = LIMITS
    for _ in range(rounds):
        middle = (low + high) / 2
        # (sentiment-pipeline.2) the slope of the loss with respect to 1/T
        slope = ((torch.sigmoid(z * math.exp(-middle)) - y) * z).mean().item()
        low, high = (middle, high) if slope > 0 else (low, middle)  # too sure: the temperature must rise
    return math.exp((low + high) / 2)


# --8<-- [end:temperature]
