"""What reaches the weights in one step of training: gradients, updates, and units that are stuck."""

from collections.abc import Callable

import torch
from jaxtyping import Float
from torch import Tensor, nn


# --8<-- [start:gradients]
def gradient_norms(model: nn.Module, loss: Tensor) -> dict[str, float]:
    """Norm of the gradient of a loss by each parameter; NaN where no gradient arrived at all."""
    model.zero_grad()
    loss.backward()
    return {
        name: float("nan") if weight.grad is None else weight.grad.norm().item()
        for name, weight in model.named_parameters()
    }


# --8<-- [end:gradients]


# --8<-- [start:update]
def update_ratios(
    model: nn.Module, loss_of: Callable[[], Tensor], optimizer: torch.optim.Optimizer
) -> dict[str, float]:
    """Size of one step over size of the weights, for each parameter that is not zero. The step is taken."""
    before = {name: weight.detach().clone() for name, weight in model.named_parameters()}
    optimizer.zero_grad()
    loss_of().backward()
    optimizer.step()
    # (troubleshooting.5)
    return {
        name: ((weight.detach() - before[name]).norm() / before[name].norm()).item()
        for name, weight in model.named_parameters()
        if before[name].norm() > 0
    }


# --8<-- [end:update]


# --8<-- [start:stuck]
def stuck(h: Float[Tensor, "B T H"], limit: float = 0.99) -> float:
    """Share of states beyond `limit` in size: where tanh is flat, and next to no gradient passes."""
    return (h.abs() > limit).float().mean().item()


# --8<-- [end:stuck]
