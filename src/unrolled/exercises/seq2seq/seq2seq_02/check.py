"""Checks seq2seq-02 against torch.nn.functional.cross_entropy."""

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from unrolled.exercises.checks import Case, Check, Draw
from unrolled.exercises.forbid import CROSS_ENTROPY


def expected(logits: Tensor, targets: Tensor) -> Tensor:
    return cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=0)


def case(name: str, seed: int, targets: list[list[int]], V: int, scale: float | int = 1) -> Case:
    numbers = torch.tensor(targets)
    return Case(name, (scale * Draw(seed)(*numbers.shape, V), numbers))


CASES = (
    Case("one token of two, equal scores", (torch.zeros(1, 1, 2, dtype=torch.float64), torch.tensor([[1]]))),
    case("one sentence of two tokens", 1, [[1, 2]], 3),
    case("one sentence of two tokens and two of padding", 2, [[1, 2, 0, 0]], 3),
    case("two sentences of unequal length", 3, [[1, 2, 3], [2, 0, 0]], 4),
    case("probabilities that are too small to be written down", 4, [[1, 2], [3, 0]], 4, 1000),
)
CHECKS = (Check("loss", CASES, expected, gradient=True, forbids=CROSS_ENTROPY),)
