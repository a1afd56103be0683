"""One step of an optimizer, as the experiments on made-up tasks take it."""

import torch
from torch import Tensor, nn


def update(model: nn.Module, loss: Tensor, optimizer: torch.optim.Optimizer, clip: float) -> None:
    """Gradients of the loss, clipped to the norm `clip`, and one step."""
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), clip)
    optimizer.step()
