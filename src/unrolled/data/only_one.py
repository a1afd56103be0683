"""A task whose answer lies on both sides: is this symbol the only one of its kind in the sequence?"""

import torch
from jaxtyping import Int
from torch import Tensor


# --8<-- [start:only_one]
def only_one(
    batch: int, steps: int, symbols: int, generator: torch.Generator
) -> tuple[Int[Tensor, "{batch} {steps}"], Int[Tensor, "{batch} {steps}"]]:
    """Random symbols, and at every step 1 if this symbol stands nowhere else in its sequence, otherwise 0.

    Raises:
        ValueError: `symbols` is below 2.
    """
    if symbols < 2:
        raise ValueError(f"{symbols} symbols make no task: there must be at least 2")
    x = torch.randint(0, symbols, (batch, steps), generator=generator)  # (B, T)
    same = x[:, :, None] == x[:, None, :]  # (B, T, T)
    return x, (same.sum(2) == 1).long()


def best_one_way(steps: int, symbols: int) -> float:
    """The largest share of steps that anyone can get right who reads the symbols in one direction only."""
    other = 1 - 1 / symbols  # the chance that a symbol is not this one
    # (bidirectional.6) seen before: the answer is known; not seen: guess what is likelier to come
    right = [1 - other ** (t - 1) * min(q := other ** (steps - t), 1 - q) for t in range(1, steps + 1)]
    return sum(right) / steps


# --8<-- [end:only_one]
