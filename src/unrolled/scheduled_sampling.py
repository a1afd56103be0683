"""Scheduled sampling: in training, some of the tokens that the decoder reads are its own.

Bengio, Vinyals, Jaitly & Shazeer (2015), "Scheduled Sampling for Sequence Prediction with Recurrent Neural Networks",
NeurIPS, section 2.4.
"""

import math

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn


# --8<-- [start:sampled]
def scheduled(
    model: nn.Module, source: Int[Tensor, "B S"], lengths: Int[Tensor, " B"], target_in: Int[Tensor, "B T"],
    teacher: float | int, generator: torch.Generator | None = None,
) -> Float[Tensor, "B T V"]:  # fmt: skip
    """Logits of each next token, where each token but the first is the given one with probability `teacher`.

    Else the decoder reads the likeliest token of its own last step. So `teacher` = 1 is teacher forcing, and 0 is a
    free run. `model` has `start` and `step`, as `Seq2Seq` has. No gradient flows through the choice.

    Raises:
        ValueError: `teacher` is not a probability, or source and target differ in B.
    """
    if not 0 <= teacher <= 1:
        raise ValueError(f"teacher {teacher} must lie between 0 and 1: it is a probability")
    if len(source) != len(target_in):
        raise ValueError(f"source {tuple(source.shape)} and target_in {tuple(target_in.shape)} differ in B")
    coins = torch.rand(target_in.shape, generator=generator).to(source.device) < teacher  # (B, T)
    state, logits = model.start(source, lengths), []
    for t, given in enumerate(target_in.unbind(1)):
        # (encoder-decoder.7) a coin for each token: what should be read, or what was written
        read = given if t == 0 else torch.where(coins[:, t], given, logits[-1].detach().argmax(dim=-1))
        scores, state = model.step(read, state)
        logits.append(scores)
    return torch.stack(logits, dim=1)  # T times (B, V) -> (B, T, V)


# --8<-- [end:sampled]


# --8<-- [start:schedules]
def inverse_sigmoid(step: int, k: float | int) -> float:
    """How often the teacher speaks at a step of training: nearly always at first, then less and less.

    Raises:
        ValueError: k is below 1.
    """
    if k < 1:
        raise ValueError(f"k = {k} must be at least 1")
    # (encoder-decoder.8)
    return k / (k + math.exp(min(step / k, 700.0)))


def linear(step: int, steps: int, least: float | int = 0.0) -> float:
    """From 1 down to `least` in equal steps."""
    return max(least, 1 - (1 - least) * step / steps)


# --8<-- [end:schedules]
