"""What the loss should be before training, and whether a model can learn one batch by heart."""

import math
from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn


# --8<-- [start:first]
def first_loss(shares: Sequence[float]) -> tuple[float, float]:
    """Cross-entropy of a model that says nothing, and of one that knows only how common each class is.

    Args:
        shares: how common each class is; they sum to 1.
    Returns: nats of the uniform guess, nats of the guess by shares.
    Raises:
        ValueError: the shares are negative, or do not sum to 1.
    """
    if min(shares) < 0 or not math.isclose(sum(shares), 1.0, abs_tol=1e-6):
        raise ValueError(f"shares {list(shares)} sum to {sum(shares):.3f}: expected none below 0, and a sum of 1")
    uniform = math.log(len(shares))  # (troubleshooting.1)
    known = -sum(p * math.log(p) for p in shares if p > 0)  # (troubleshooting.2)
    return uniform, known


# --8<-- [end:first]


# --8<-- [start:overfit]
def overfit(model: nn.Module, loss_of: Callable[[], Tensor], steps: int = 100, learning_rate: float = 1e-2) -> float:
    """Loss on one and the same batch after `steps` steps of Adam on it. The model is changed.

    Args:
        loss_of: computes the loss of that one batch anew, with dropout off if it is to reach zero.
    """
    optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate)
    for _ in range(steps):
        optimizer.zero_grad()
        loss_of().backward()
        optimizer.step()
    with torch.no_grad():
        return loss_of().item()


# --8<-- [end:overfit]
