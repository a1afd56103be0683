"""Checks bidi-04 against each sequence read alone, without padding."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from unrolled.exercises.checks import Case, Check, Draw


def build(hidden_size: int) -> nn.GRU:
    torch.manual_seed(1)
    return nn.GRU(1, hidden_size, batch_first=True, bidirectional=True, dtype=torch.float64)


def expected(x: Tensor, lengths: Tensor, hidden_size: int) -> Tensor:
    gru, rows = build(hidden_size), []
    for row, n in zip(x, lengths.tolist(), strict=True):
        output = gru(row[None, :n])[0][0]
        rows.append(torch.cat([output[-1, :hidden_size], output[0, hidden_size:]]))
    return torch.stack(rows).detach()


def use(answer: Callable[..., Tensor], x: Tensor, lengths: Tensor, hidden_size: int) -> Tensor:
    return answer(build(hidden_size), x, lengths)


def case(name: str, seed: int, T: int, lengths: list[int], H: int) -> Case:
    n = torch.tensor(lengths)
    x = Draw(seed)(len(lengths), T, 1) * (torch.arange(T) < n[:, None])[..., None]
    return Case(name, (x, n, H))


CASES = (
    case("one sequence of one step", 1, 1, [1], 1),
    case("one sequence of two steps, no padding", 2, 2, [2], 1),
    case("one sequence of two steps, one step of padding", 3, 3, [2], 1),
    case("three sequences, the longest in the middle", 4, 5, [2, 5, 3], 2),
)
CHECKS = (Check("sentence_vectors", CASES, expected, use),)
