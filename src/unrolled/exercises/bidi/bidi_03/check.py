"""Checks bidi-03 against the outputs of torch.nn.GRU, whose order in time nobody can mistake."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from unrolled.exercises.checks import Case, Check


def run(layers: int, batch: int, hidden_size: int) -> tuple[Tensor, Tensor]:
    torch.manual_seed(1)
    gru = nn.GRU(2, hidden_size, layers, batch_first=True, bidirectional=True, dtype=torch.float64)
    output, h_n = gru(torch.randn(batch, 4, 2, dtype=torch.float64))
    return output.detach(), h_n.detach()


def expected(layers: int, batch: int, hidden_size: int) -> Tensor:
    output, _ = run(layers, batch, hidden_size)
    return torch.cat([output[:, -1, :hidden_size], output[:, 0, hidden_size:]], dim=-1)


def use(answer: Callable[[Tensor], Tensor], layers: int, batch: int, hidden_size: int) -> Tensor:
    return answer(run(layers, batch, hidden_size)[1])


CASES = (
    Case("one layer, one sequence, one unit", (1, 1, 1)),
    Case("two layers, one sequence, one unit", (2, 1, 1)),
    Case("one layer, two sequences, two units", (1, 2, 2)),
    Case("three layers, two sequences, three units", (3, 2, 3)),
)
CHECKS = (Check("whole", CASES, expected, use),)
