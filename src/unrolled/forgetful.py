"""Carried state that is thrown away now and then, so that a model also learns how to begin."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from unrolled.truncated import Carried, Chunk


# --8<-- [start:forgetful]
class Forgetful(Carried):
    """A `Carried` in which each track begins anew with probability `share` before each chunk.

    A model whose state is carried through one long text meets the state of zeros once, at the first step of training.
    What it does from there when it is used may be anything.

    Args:
        criterion: mean loss of (output, targets).
        share: probability, 0 to 1; 0 is `Carried`, 1 starts every chunk from zeros.
    Raises:
        ValueError: `share` is not between 0 and 1.
    """

    def __init__(self, criterion: Callable[[Tensor, Tensor], Tensor], share: float | int) -> None:
        super().__init__(criterion)
        if not 0 <= share <= 1:
            raise ValueError(f"a share of {share}: it is the probability that a track begins anew, so 0 to 1")
        self.share = share

    def __call__(self, model: nn.Module, chunk: Chunk) -> Tensor:
        if self.state is not None:
            keep = torch.rand(len(chunk.x), 1, device=chunk.x.device) >= self.share  # (B, 1)
            self.state = tuple(part * keep for part in self.state)  # (B, H) each
        return super().__call__(model, chunk)


# --8<-- [end:forgetful]
