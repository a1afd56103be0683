"""Checks attention-03 with softmax, autograd, all signs, and the book's own layer."""

import math

import torch

from unrolled.attention import Additive
from unrolled.exercises.checks import Case, Check


def expected() -> dict[str, float | int]:
    scores = torch.tensor([0.0, 0.0, math.log(2)], dtype=torch.float64)
    slope = torch.autograd.functional.jacobian(lambda a: torch.softmax(a, 0), torch.zeros(4, dtype=torch.float64))
    # Numbers that are -1 or 1 have mean 0 and variance 1; the sum of 64 of their products counts heads and tails.
    chances = torch.tensor([math.comb(64, heads) / 2**64 for heads in range(65)], dtype=torch.float64)
    sums = 2 * torch.arange(65) - 64
    return {
        "weight": torch.softmax(scores, 0)[2].item(),
        "shifted": torch.softmax(scores + 100, 0)[2].item(),
        "slope": slope[0, 0].item(),
        "spread": (chances * sums**2).sum().sqrt().item(),
        "parameters": sum(weights.numel() for weights in Additive(128, 256, 64).parameters()),
    }


CHECKS = (Check("answers", (Case("the five numbers", ()),), expected, secret=True, tolerance=1e-4),)
