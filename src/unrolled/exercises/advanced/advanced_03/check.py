"""Checks advanced-03 by counting, and with PyTorch."""

import itertools

import torch
from torch.nn.functional import cross_entropy

from unrolled.exercises.checks import Case, Check


def expected() -> dict[str, float | int]:
    starts = [begin for begin in range(0, 1000, 6) if begin + 60 <= 1000]
    first, second = set(range(60)), set(range(6, 66))
    shares = torch.tensor([[0.5, 0.25, 0.25]] * 4, dtype=torch.float64)
    guess = cross_entropy(shares.log(), torch.tensor([0, 0, 1, 2])).item()
    pairs = [max(pair) for pair in itertools.product([1, 2, 3], repeat=2)]
    right = torch.cat([torch.ones(320), torch.zeros(80)]).double()
    error = (right.var(unbiased=False) / 400).sqrt().item()
    share = len(first & second) / 60
    return {"windows": len(starts), "overlap": share, "guess": guess, "best": sum(pairs) / 9, "error": error}


CHECKS = (Check("answers", (Case("the five numbers", ()),), expected, secret=True, tolerance=5e-4),)
