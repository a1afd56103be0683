"""Cut a sound at its silences: what one did to strings of words before there was a loss for strings."""

from jaxtyping import Float
from torch import Tensor


# --8<-- [start:cut]
def loud_parts(
    wave: Float[Tensor, " N"], hop: int = 160, below: float = 30.0, gap: int = 4, shortest: int = 5
) -> list[Float[Tensor, " M"]]:
    """The stretches of a sound that are less than `below` decibels under its loudest moment.

    Args:
        hop: samples of one step; loudness is judged step by step.
        gap: so many quiet steps or fewer do not end a stretch.
        shortest: a stretch with fewer steps is dropped.
    """
    steps = len(wave) // hop
    power = wave[: steps * hop].view(steps, hop).square().mean(dim=1)  # (steps)
    loud = (power > power.max() * 10 ** (-below / 10)).nonzero()[:, 0].tolist()
    parts: list[list[int]] = []
    for step in loud:
        if parts and step - parts[-1][1] <= gap + 1:
            parts[-1][1] = step
        else:
            parts.append([step, step])
    return [wave[a * hop : (b + 1) * hop] for a, b in parts if b - a + 1 >= shortest]


# --8<-- [end:cut]
