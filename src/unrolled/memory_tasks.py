"""Three tests of memory behind one interface: draw sequences, score answers, know what a guess costs."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from unrolled.data.adding import GUESS_MSE, adding
from unrolled.data.copy import ALPHABET, copy, guess_loss
from unrolled.data.parity import GUESS_LOSS, parity


# --8<-- [start:task]
@dataclass(frozen=True)
class MemoryTask:
    """What to draw and how to score it.

    Args:
        inputs: D, numbers in each input.
        outputs: O, numbers in each answer.
        guess: loss of the best answer that ignores the sequence.
        draw: batch size, length and generator to inputs (B, T, D) and answers (B, S), for the last S steps.
    """

    inputs: int
    outputs: int
    guess: float
    draw: Callable[[int, int, torch.Generator], tuple[Tensor, Tensor]]

    def loss(self, given: Tensor, wanted: Tensor) -> Tensor:
        """Squared error of numbers, cross-entropy of classes, as a mean over sequences and answers."""
        if self.outputs == 1:
            return nn.functional.mse_loss(given.squeeze(-1), wanted)
        return nn.functional.cross_entropy(given.flatten(0, 1), wanted.flatten())

    def correct(self, given: Tensor, wanted: Tensor) -> float:
        """Share of right answers: the likeliest class, or a number that is off by less than 0.1."""
        right = (given.squeeze(-1) - wanted).abs() < 0.1 if self.outputs == 1 else given.argmax(-1) == wanted
        return right.float().mean().item()


# --8<-- [end:task]


def _adding(batch: int, steps: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    x, y = adding(batch, steps, generator)
    return x, y.unsqueeze(-1)


def _parity_at_end(batch: int, steps: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    x, y = parity(batch, steps, generator)
    return x, y[:, -1:]


TASKS = {
    "copy": MemoryTask(ALPHABET + 2, ALPHABET, guess_loss(), copy),
    "adding": MemoryTask(2, 1, GUESS_MSE, _adding),
    "parity at the end": MemoryTask(1, 2, GUESS_LOSS, _parity_at_end),
    "parity at each step": MemoryTask(1, 2, GUESS_LOSS, parity),
}
