"""Training with and without clipping: the second half of the experiment `gradients`."""

import math
from dataclasses import dataclass

import torch
from torch import nn

from unrolled.cells.elman import ElmanCell
from unrolled.cells.initial import identity_
from unrolled.clipping import angle, clip_by_norm, clip_by_value, global_norm
from unrolled.data.adding import adding
from unrolled.layers.recurrent import Recurrent
from unrolled.measure import key_of, keyed
from unrolled.models.last_steps import LastSteps


# --8<-- [start:training]
@dataclass(frozen=True)
class Training:
    """A ReLU network that starts from the identity learns to add two of `steps` numbers, by gradient descent."""

    steps: int = 20
    hidden: int = 64
    updates: int = 2000
    batch: int = 32
    learning_rate: float = 1e-2
    momentum: float = 0.9
    input_scale: float = 0.07
    norm_limit: float = 1.0
    value_limit: float = 0.02  # if every one of the 4,353 gradients were at this limit, their norm would be 1.3


CLIPPING = ("none", "none, a tenth of the rate", "by value", "by norm")
# --8<-- [end:training]


def learn(clipping: str, config: Training, seed: int) -> dict[str, list[float]]:
    """Train an identity ReLU network on the adding problem. Loss, gradient norm and angle of each update."""
    torch.manual_seed(seed)
    stream = torch.Generator().manual_seed(seed)
    cell = ElmanCell(2, config.hidden, "relu")
    identity_(cell, config.input_scale)
    model = LastSteps(Recurrent(cell), config.hidden, 1)
    parameters = list(model.parameters())
    rate = config.learning_rate / (10 if clipping.endswith("tenth of the rate") else 1)
    optimizer = torch.optim.SGD(parameters, rate, momentum=config.momentum)
    found: dict[str, list[float]] = {"loss": [], "norm": [], "angle": []}
    for _ in range(config.updates):
        x, y = adding(config.batch, config.steps, stream)
        loss = nn.functional.mse_loss(model(x, 1).flatten(), y)
        optimizer.zero_grad()
        loss.backward()
        raw = [p.grad for p in parameters]
        clipped = clip(raw, clipping, config)
        for entry, number in zip(found, (loss.detach(), global_norm(raw), angle(raw, clipped)), strict=True):
            found[entry].append(float(number))
        for parameter, gradient in zip(parameters, clipped, strict=True):
            parameter.grad = gradient
        optimizer.step()
    return found


def clip(gradients: list[torch.Tensor], clipping: str, config: Training) -> list[torch.Tensor]:
    """The gradients as a name of CLIPPING has them."""
    if clipping == "by norm":
        return clip_by_norm(gradients, config.norm_limit)
    if clipping == "by value":
        return clip_by_value(gradients, config.value_limit)
    return gradients


def clipping_values(clipping: str, found: list[dict]) -> dict[str, dict]:
    """Error at the end, largest gradient, and how far clipping turned it."""
    clipped = [[a for a, n in zip(f["angle"], f["norm"], strict=True) if n > 1] or [0.0] for f in found]
    numbers = {
        "mse": ("error over the last 100 updates", [math.fsum(f["loss"][-100:]) / 100 for f in found], "", 4),
        "norm": ("largest gradient norm", [max(f["norm"]) for f in found], "", 0),
        "angle": ("mean angle by which gradients above norm 1 turn", [math.fsum(c) / len(c) for c in clipped], "°", 0),
        "solved": ("seeds that end below 0.02", [100.0 * (math.fsum(f["loss"][-100:]) < 2) for f in found], "%", 0),
    }
    return table(f"clip.{clipping}", {k: (f"clipping {clipping}: {v[0]}", *v[1:]) for k, v in numbers.items()})


def thinned(found: dict[str, list[float]], every: int = 20) -> dict[str, list[float]]:
    """Means of the loss, largest norms and mean angles of every `every` updates: what a figure needs."""
    parts = {k: [v[i : i + every] for i in range(0, len(v), every)] for k, v in found.items()}
    reduce = {"loss": lambda p: math.fsum(p) / len(p), "norm": max, "angle": lambda p: math.fsum(p) / len(p)}
    return {k: [float(f"{reduce[k](p):.4g}") for p in v] for k, v in parts.items()}


def table(name: str, numbers: dict[str, tuple]) -> dict[str, dict]:
    """Label, data, unit and digits of each number as values, under the name as a key."""
    key = key_of(name)
    values: dict[str, dict] = {}
    for what, args in numbers.items():
        values |= keyed(f"{key}.{what}", *args)
    return values
