"""Checks bidi-02 against sums that are easy to follow, and against torch.nn.GRU."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from unrolled.exercises.checks import Case, Check, Draw, column


def running_sum(x: Tensor) -> Tensor:
    """The sum of all inputs so far."""
    return x.cumsum(1)


def ten_sums(x: Tensor) -> Tensor:
    """Ten times the sum of all inputs so far."""
    return 10 * x.cumsum(1)


class Gru:
    """A torch.nn.GRU with weights of its own."""

    def __init__(self, seed: int) -> None:
        torch.manual_seed(seed)
        self.layer, self.__name__ = nn.GRU(2, 3, batch_first=True, dtype=torch.float64), f"gru_{seed}"

    def __call__(self, x: Tensor) -> Tensor:
        return self.layer(x)[0].detach()


def expected(ahead: Callable[[Tensor], Tensor], back: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """Step by step: what each says when it has read just what it may."""
    T = x.shape[1]
    first = [ahead(x[:, : t + 1])[:, -1] for t in range(T)]
    second = [back(torch.stack([x[:, s] for s in range(T - 1, t - 1, -1)], dim=1))[:, -1] for t in range(T)]
    return torch.cat([torch.stack(first, dim=1), torch.stack(second, dim=1)], dim=-1)


CASES = (
    Case("one step", (running_sum, ten_sums, column(1)[None])),
    Case("three steps: 1, 2, 3", (running_sum, ten_sums, column(1, 2, 3)[None])),
    Case("two sequences of three steps, two numbers each", (Gru(1), Gru(2), Draw(3)(2, 3, 2))),
)
CHECKS = (Check("read_both", CASES, expected),)
