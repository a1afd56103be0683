r"""advanced-04, solved.

With 0.5 the first token holds the whole share: one. With 0.75 the first two hold it: two. With 0.76 a third is
needed. Top-2 leaves 0.5 and 0.25, shared out as 2/3 and 1/3. A temperature of one half squares the probabilities
before they are shared out: 0.25 of 0.345, which is 0.725. The nucleus keeps the token that crosses the share, so it
is never empty. What comes before each token is the running sum without the token itself.
"""

# --8<-- [start:code]
import torch
from torch import Tensor


def predict() -> dict[str, float | int]:
    """What you expect, before you measure."""
    kept = {"half": 1, "three_quarters": 2, "a_little_more": 3}
    return kept | {"top_2": 2 / 3, "cold": 0.5**2 / (0.5**2 + 0.25**2 + 0.15**2 + 0.1**2)}


def measure(p: Tensor, share: float) -> Tensor:
    """The probabilities (V) that the nucleus leaves."""
    falling, order = p.sort(descending=True)
    before = falling.cumsum(0) - falling
    kept = torch.zeros_like(p).scatter(0, order, falling * (before < share))
    return kept / kept.sum()


# --8<-- [end:code]
