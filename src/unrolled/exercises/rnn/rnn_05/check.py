"""Checks rnn-05 by running the network that the weights make."""

from collections.abc import Callable

import torch
from torch import Tensor

from unrolled.exercises.checks import Case, Check, Draw, shaped


def expected(x: Tensor) -> Tensor:
    """The last three inputs after each step: (T, 3)."""
    held = torch.cat([x.new_zeros(2), x])
    return torch.stack([held[2:], held[1:-1], held[:-2]], dim=1)


def use(answer: Callable[[], tuple[Tensor, Tensor, Tensor]], x: Tensor) -> Tensor:
    """The states of the network with the reader's weights: (T, 3)."""
    W, U, b = shaped(answer(), W=(3, 1), U=(3, 3), b=(3,))
    h, states = torch.zeros(3), []
    for number in x:
        h = torch.relu(W @ number[None] + U @ h + b)
        states.append(h)
    return torch.stack(states)


CASES = (
    Case("one step", (torch.tensor([2.0], dtype=torch.float64),)),
    Case("two steps", (torch.tensor([2.0, 5.0], dtype=torch.float64),)),
    Case("four steps", (torch.tensor([1.0, 2.0, 3.0, 4.0], dtype=torch.float64),)),
    Case("eight steps of random numbers", (Draw(1)(8).abs(),)),
)
CHECKS = (Check("weights", CASES, expected, use),)
