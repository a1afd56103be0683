"""What must not change an answer: padding, the company of other sequences, the future, the cut into chunks."""

from collections.abc import Callable

import torch
from jaxtyping import Float, Int
from torch import Tensor
from torch.nn.functional import pad

from unrolled.data.vocabulary import PAD

Model = Callable[[Tensor, Tensor], Tensor]  # tokens (B, T), lengths (B) -> one answer a row (B, ...)


# --8<-- [start:padding]
@torch.no_grad()
def padding_changes(model: Model, tokens: Int[Tensor, "B T"], lengths: Int[Tensor, " B"], more: int = 20) -> float:
    """Largest change of any answer when `more` columns of padding are added. It should be 0 but for rounding."""
    wider = pad(tokens, (0, more), value=PAD)  # (B, T + more)
    # (troubleshooting.3)
    return (model(wider, lengths) - model(tokens, lengths)).abs().max().item()


# --8<-- [end:padding]


# --8<-- [start:company]
@torch.no_grad()
def company_changes(model: Model, tokens: Int[Tensor, "B T"], lengths: Int[Tensor, " B"]) -> float:
    """Largest difference between the answers of a batch and those of its rows, each alone and unpadded."""
    alone = [model(tokens[i : i + 1, :n], lengths[i : i + 1]) for i, n in enumerate(lengths.tolist())]
    return (model(tokens, lengths) - torch.cat(alone)).abs().max().item()


# --8<-- [end:company]


# --8<-- [start:ahead]
def looks_ahead(layer: Callable[[Tensor], Tensor], x: Float[Tensor, "B T D"]) -> float:
    """Largest gradient of a step's outputs, summed, by an input of its future. For what generates, it must be 0.

    In the sum, the outputs count from 1 down to 0.5: those of a softmax, counted alike, give 1 whatever they have seen.

    Args:
        layer: maps inputs (B, T, D) to outputs (B, T, F).
    Raises:
        ValueError: fewer than two steps: there is no future to look at.
    """
    if x.shape[1] < 2:
        raise ValueError(f"T = {x.shape[1]}: a future needs at least two steps")
    x = x.detach().requires_grad_()
    worst = 0.0
    for t in range(x.shape[1] - 1):
        y = layer(x)[:, t]  # (B, F)
        # (troubleshooting.4)
        (gradient,) = torch.autograd.grad((y * torch.linspace(1, 0.5, y.shape[-1], device=y.device)).sum(), x)
        worst = max(worst, gradient[:, t + 1 :].abs().max().item())
    return worst


# --8<-- [end:ahead]


# --8<-- [start:chunks]
@torch.no_grad()
def chunks_change(layer: Callable[..., tuple], x: Float[Tensor, "B T D"], size: int) -> float:
    """Largest difference between reading a sequence whole and in chunks of `size` steps with the state carried on.

    Args:
        layer: called as `layer(x, state=...)`, gives outputs (B, T, H) and its state.
    """
    whole, _ = layer(x)
    state, parts = None, []
    for chunk in x.split(size, dim=1):
        output, state = layer(chunk, state=state)
        parts.append(output)
    return (torch.cat(parts, dim=1) - whole).abs().max().item()


# --8<-- [end:chunks]
