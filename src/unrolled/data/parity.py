"""The parity problem: is the number of ones so far odd?

Hochreiter & Schmidhuber (1997), "Long Short-Term Memory", section 5, discuss it as a task that guessing weights solves
when the label comes only at the end.
"""

import math

import torch
from jaxtyping import Float, Int
from torch import Tensor

GUESS_LOSS = math.log(2)  # (memory.3) cross-entropy of "odd or even, equally likely"


# --8<-- [start:parity]
def parity(
    batch: int, steps: int, generator: torch.Generator
) -> tuple[Float[Tensor, "{batch} {steps} 1"], Int[Tensor, "{batch} {steps}"]]:
    """Sequences of random bits, and after each step whether the number of ones so far is odd (1) or even (0).

    Raises:
        ValueError: `steps` is below 1.
    """
    if steps < 1:
        raise ValueError(f"a parity needs at least 1 bit, not {steps}")
    bits = torch.randint(0, 2, (batch, steps), generator=generator)
    return bits.float().unsqueeze(-1), bits.cumsum(1) % 2


# --8<-- [end:parity]
