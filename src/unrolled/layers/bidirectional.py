"""One layer from left to right, one from right to left.

Schuster & Paliwal (1997), "Bidirectional Recurrent Neural Networks", IEEE Trans. Signal Processing 45(11), section III.
"""

import torch
from jaxtyping import Float, Int, Shaped
from torch import Tensor, nn

from unrolled.cells.cell import State
from unrolled.layers.masks import mask_of

JOINS = ("concat", "sum", "mean")


# --8<-- [start:reverse]
def reverse(x: Shaped[Tensor, "B T *F"], lengths: Int[Tensor, " B"]) -> Shaped[Tensor, "B T *F"]:
    """Turn each sequence round within its own length. Padding stays at the end. Twice gives the input back."""
    steps = torch.arange(x.shape[1], device=x.device)  # (T)
    # (bidirectional.3) step t comes from step n + 1 - t; here steps count from 0
    turned = torch.where(mask_of(lengths, x.shape[1]), lengths[:, None] - 1 - steps, steps)  # (B, T)
    return x[torch.arange(len(x), device=x.device)[:, None], turned]


# --8<-- [end:reverse]


# --8<-- [start:bidirectional]
class Bidirectional(nn.Module):
    """Two layers that read each sequence in both directions, their outputs joined at each step.

    Args:
        ahead: layer that reads from left to right, such as `LSTM(D, H)`.
        back: layer that reads from right to left. It has weights of its own.
        join: "concat" puts both outputs side by side (F = 2H); "sum" adds, "mean" averages them (F = H).
    Raises:
        ValueError: another `join`.
    """

    def __init__(self, ahead: nn.Module, back: nn.Module, join: str = "concat") -> None:
        super().__init__()
        if join not in JOINS:
            raise ValueError(f"no join {join!r}: choose one of {', '.join(JOINS)}")
        self.ahead, self.back, self.join = ahead, back, join

    def forward(
        self,
        x: Float[Tensor, "B T D"],
        lengths: Int[Tensor, " B"] | None = None,
        state: tuple[State, State] | None = None,
    ) -> tuple[Float[Tensor, "B T F"], tuple[State, State]]:
        """Joined outputs of every step, and the state of each direction where it stopped.

        The state of `ahead` has read a sequence up to its last step, that of `back` up to its first.
        """
        whole = torch.full((len(x),), x.shape[1], device=x.device) if lengths is None else lengths
        first, second = (None, None) if state is None else state
        # (bidirectional.1) from left to right
        forward, end = self.ahead(x, lengths, first)
        # (bidirectional.2) from right to left
        backward, start = self.back(reverse(x, whole), lengths, second)
        return self.joined(forward, reverse(backward, whole)), (end, start)

    def outputs(self, x: Float[Tensor, "B T D"], lengths: Int[Tensor, " B"]) -> Float[Tensor, "B T F"]:
        """Outputs alone, without masks: the same numbers at real steps, meaningless ones in the padding. Faster."""
        forward, _ = self.ahead(x)
        backward, _ = self.back(reverse(x, lengths))
        return self.joined(forward, reverse(backward, lengths))

    def joined(self, forward: Float[Tensor, "B T H"], backward: Float[Tensor, "B T H"]) -> Float[Tensor, "B T F"]:
        """Both outputs of every step as one."""
        if self.join == "concat":
            # (bidirectional.4)
            return torch.cat([forward, backward], dim=-1)  # twice (B, T, H) -> (B, T, 2H)
        total = forward + backward
        return total / 2 if self.join == "mean" else total


# --8<-- [end:bidirectional]
