"""The adding problem: sum the two marked numbers of a long sequence.

Hochreiter & Schmidhuber (1997), "Long Short-Term Memory", section 5.4, in the form that later papers use.
"""

import torch
from jaxtyping import Float
from torch import Tensor

GUESS_MSE = 1 / 6  # (memory.2) mean squared error of always answering 1: the variance of a sum of two U(0, 1)


# --8<-- [start:adding]
def adding(
    batch: int, steps: int, generator: torch.Generator
) -> tuple[Float[Tensor, "{batch} {steps} 2"], Float[Tensor, " {batch}"]]:
    """Sequences of (number, mark), with one mark in each half, and the sum of the two marked numbers.

    Raises:
        ValueError: `steps` is below 2: there must be a first and a second half.
    """
    if steps < 2:
        raise ValueError(f"the adding problem needs at least 2 steps, not {steps}")
    numbers = torch.rand(batch, steps, generator=generator)  # (B, T)
    first = torch.randint(0, steps // 2, (batch, 1), generator=generator)
    second = torch.randint(steps // 2, steps, (batch, 1), generator=generator)
    marks = torch.zeros(batch, steps).scatter(1, torch.cat([first, second], 1), 1.0)
    return torch.stack([numbers, marks], dim=-1), (numbers * marks).sum(1)  # (B, T, 2), (B)


# --8<-- [end:adding]
