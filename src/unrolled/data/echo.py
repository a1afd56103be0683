"""The echo task: say again what was read `delay` steps ago."""

import torch
from jaxtyping import Float
from torch import Tensor


# --8<-- [start:echo]
def echo(
    batch: int, steps: int, delay: int, generator: torch.Generator
) -> tuple[Float[Tensor, "{batch} {steps} 1"], Float[Tensor, "{batch} {steps} 1"]]:
    """Random signs (-1 or 1), and the same signs `delay` steps later. Before that, the target is 0.

    Raises:
        ValueError: the delay is below 1, or the sequence is no longer than the delay.
    """
    if not 1 <= delay < steps:
        raise ValueError(f"a delay of {delay} steps does not fit sequences of {steps}: it must be 1 to {steps - 1}")
    x = torch.randint(0, 2, (batch, steps, 1), generator=generator).float() * 2 - 1
    y = torch.zeros_like(x)
    y[:, delay:] = x[:, :-delay]
    return x, y


# --8<-- [end:echo]
