"""Checks bidi-01 row by row, with flip."""

import torch
from torch import Tensor

from unrolled.exercises.checks import Case, Check, Draw


def expected(x: Tensor, lengths: Tensor) -> Tensor:
    rows = [torch.cat([row[:n].flip(0), row[n:]]) for row, n in zip(x, lengths.tolist(), strict=True)]
    return torch.stack(rows)


def counted(name: str, T: int, *lengths: int) -> Case:
    """Sequences 1, 2, 3, ... with zeros as padding."""
    n = torch.tensor(lengths)
    x = torch.arange(1, T + 1, dtype=torch.float64) * torch.ones(len(n), 1, dtype=torch.float64)
    x = x + 10 * torch.arange(len(n))[:, None]
    return Case(name, (torch.where(torch.arange(T) < n[:, None], x, 0.0)[..., None], n))


CASES = (
    counted("one sequence of two steps, no padding", 2, 2),
    counted("one sequence of two steps, one step of padding", 3, 2),
    counted("two sequences of unequal length", 3, 3, 1),
    counted("three sequences", 5, 4, 2, 5),
    Case("vectors, and padding that is not zero", (Draw(1)(3, 6, 2), torch.tensor([6, 1, 4]))),
)
CHECKS = (Check("reverse", CASES, expected, gradient=True),)
