"""Repeated prefix parity: at every step, is the number of ones so far odd? Then the same of the answers, and again."""

import torch
from jaxtyping import Int
from torch import Tensor


# --8<-- [start:prefix_parity]
def prefix_parity(
    batch: int, steps: int, times: int, generator: torch.Generator
) -> tuple[Int[Tensor, "{batch} {steps}"], Int[Tensor, "{batch} {steps}"]]:
    """Random bits, and their running parity taken `times` times over. A label stands at every step.

    Raises:
        ValueError: `times` is below 1.
    """
    if times < 1:
        raise ValueError(f"the parity must be taken at least once, not {times} times")
    bits = torch.randint(0, 2, (batch, steps), generator=generator)  # (B, T)
    labels = bits
    for _ in range(times):
        labels = labels.cumsum(1) % 2
    return bits, labels


# --8<-- [end:prefix_parity]
