"""Dropout with one mask for all steps of a sequence.

Gal & Ghahramani (2016), "A Theoretically Grounded Application of Dropout in Recurrent Neural Networks", NIPS, sec. 4.
"""

from jaxtyping import Float
from torch import Tensor, nn

from unrolled.cells.noise import check_rate, draw_mask


# --8<-- [start:locked]
class LockedDropout(nn.Module):
    """Drop the same entries at every step of a sequence, other ones in each sequence. Also called variational dropout.

    Equation (regularisation.2). It stands where `nn.Dropout` may stand, so `Stack(layers, lambda: LockedDropout(0.3))`
    puts it between layers.

    Args:
        rate: share of entries to drop.
    Raises:
        ValueError: the rate is not at least 0 and below 1.
    """

    def __init__(self, rate: float | int) -> None:
        super().__init__()
        self.rate = check_rate(rate)

    def forward(self, x: Float[Tensor, "B T D"]) -> Float[Tensor, "B T D"]:
        if not self.training or self.rate == 0:
            return x
        # (regularisation.2) one mask of shape (B, 1, D) for all T steps
        return x * draw_mask((x.shape[0], 1, x.shape[2]), self.rate, x)

    def extra_repr(self) -> str:
        return f"rate={self.rate}"


# --8<-- [end:locked]
