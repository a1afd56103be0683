"""Checks seq2seq-04 with the book's own functions."""

import math

import torch

from unrolled.decoding.penalties import length_penalty
from unrolled.exercises.checks import Case, Check
from unrolled.scheduled_sampling import inverse_sigmoid


def crossing(k: int) -> float:
    """Where the schedule passes one half, between two steps of training, by a straight line on log-odds."""
    after = next(step for step in range(1000) if inverse_sigmoid(step, k) < 0.5)

    def odds(step: int) -> float:
        e = inverse_sigmoid(step, k)
        return math.log(e / (1 - e))

    return after - 1 + odds(after - 1) / (odds(after - 1) - odds(after))


def expected() -> dict[str, float]:
    log_p = torch.full((10,), 0.9, dtype=torch.float64).log()
    loss = -log_p.mean().item()
    numbers = {"probability": log_p.sum().exp().item(), "loss": loss, "perplexity": math.exp(loss)}
    return numbers | {"half": crossing(10), "penalty": length_penalty(10, 1)}


CHECKS = (Check("answers", (Case("the five numbers", ()),), expected, secret=True, tolerance=5e-4),)
