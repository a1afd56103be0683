"""Checks seq2seq-05 with a small decoder of torch.nn, all steps at once."""

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from unrolled.exercises.checks import Case, Check


class Decoder:
    """A decoder with random weights, and a count of what it was fed."""

    def __init__(self, vocabulary: int, size: int) -> None:
        torch.manual_seed(vocabulary)
        self.embed, self.layer = nn.Embedding(vocabulary, size), nn.GRU(size, size, batch_first=True)
        self.read = nn.Linear(size, vocabulary)
        for part in (self.embed, self.layer, self.read):
            part.double()

    def __call__(self, token: int, h: Tensor) -> tuple[Tensor, Tensor]:
        output, last = self.layer(self.embed(torch.tensor([[token]])), h[None, None])
        return torch.log_softmax(3 * self.read(output)[0, 0], dim=0).detach(), last[0, 0].detach()


def expected(size: int, target: list[int]) -> Tensor:
    """All steps at once: the layer reads BOS and the target."""
    decoder = Decoder(9, size)
    output, _ = decoder.layer(decoder.embed(torch.tensor([[2, *target]])), torch.ones(1, 1, size))
    return cross_entropy(3 * decoder.read(output)[0], torch.tensor([*target, 3])).detach()


def use(answer: Any, size: int, target: list[int]) -> Tensor:
    return answer(Decoder(9, size), torch.ones(size), target)


CASES = (
    Case("an empty sentence", (2, [])),
    Case("one token", (2, [7])),
    Case("two tokens", (2, [7, 8])),
    Case("six tokens, four units", (4, [4, 8, 8, 5, 6, 7])),
)
CHECKS = (Check("forced_loss", CASES, expected, use),)
