"""Looking for a unit that tracks something: chosen on one half of a text, judged on the other."""

from typing import NamedTuple

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn


# --8<-- [start:cells]
@torch.no_grad()
def cell_states(model: nn.Module, tokens: Int[Tensor, "B T"]) -> Float[Tensor, "B T H"]:
    """What the layer of a language model keeps after each character: the cell c of an LSTM, the state h of the others.

    Layers put out h alone, so the text is read character by character.
    """
    state, found = None, []
    for t in range(tokens.shape[1]):
        _, state = model(tokens[:, t : t + 1], state=state)
        found.append(state[-1])  # (h, c) of an LSTM, (h,) of the others
    return torch.stack(found, dim=1)


# --8<-- [end:cells]


# --8<-- [start:search]
def correlation(a: Float[Tensor, "N H"], f: Float[Tensor, "N K"]) -> Float[Tensor, "H K"]:
    """Correlation of each of H activities with each of K features; 0 where one of the two never changes."""
    a, f = a - a.mean(0), f - f.mean(0)
    norms = a.norm(dim=0).unsqueeze(1) * f.norm(dim=0)
    # (language-model.7)
    return a.T @ f / norms.clamp(min=1e-12)


class Found(NamedTuple):
    """The unit that goes best with a feature on the first half, and its correlation on both halves."""

    unit: int
    chosen: float
    held_out: float


def search(activity: Float[Tensor, "N H"], features: Float[Tensor, "N K"]) -> list[Found]:
    """For each feature, the unit with the largest correlation, up or down, on the first half; judged on the second.

    Raises:
        ValueError: fewer than four characters, or unlike numbers of them.
    """
    if len(activity) != len(features) or len(activity) < 4:
        raise ValueError(f"{len(activity)} activities and {len(features)} features: needs as many, and at least 4")
    half = len(activity) // 2
    first, second = (correlation(activity[part], features[part]) for part in (slice(half), slice(half, None)))
    found = []
    for k in range(features.shape[1]):
        unit = int(first[:, k].abs().argmax())
        found.append(Found(unit, first[unit, k].item(), second[unit, k].item()))
    return found


# --8<-- [end:search]
