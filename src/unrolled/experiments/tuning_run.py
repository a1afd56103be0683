"""One run of the sweep: a GRU on film sentences, with any optimizer and any pace of the search."""

import math
import time
from dataclasses import dataclass

import torch
from torch import nn

from unrolled.data.batching import Batch, collate
from unrolled.data.padding import random_batches
from unrolled.layers.stack import Stack
from unrolled.layers.torch_layers import initialise_gates, make_layer
from unrolled.models.reader import Reader, at_end
from unrolled.review_task import ReviewData, accuracy, loss_of
from unrolled.update import update

EMBEDDING, BUDGET = 32, 4_000  # D, and tokens in a batch when nothing is trained


# --8<-- [start:setting]
@dataclass(frozen=True)
class Setting:
    """What the sweep varies.

    Args:
        learning_rate: the highest one of the run.
        hidden: H, units in each layer.
        layers: L, layers on top of each other.
        dropout: share of embeddings, of what stands between layers, and of the read-out that is set to zero.
        batch: B, sentences in a batch.
        optimizer: "adamw", "rmsprop" or "sgd" (with momentum 0.9).
        schedule: "constant", or "cosine": a short warm-up, then half a cosine down to zero.
    """

    learning_rate: float = 2e-3
    hidden: int = 64
    layers: int = 1
    dropout: float = 0.4
    batch: int = 32
    optimizer: str = "adamw"
    schedule: str = "cosine"


# --8<-- [end:setting]


def build(setting: Setting, words: int) -> Reader:
    """The model of a setting: embeddings, GRU layers, the state at each sentence's own end."""
    sizes = [EMBEDDING] + [setting.hidden] * (setting.layers - 1)
    layers = [make_layer("gru", size, setting.hidden, "torch") for size in sizes]
    for layer in layers:
        initialise_gates(layer)
    stack = Stack(layers, between=lambda: nn.Dropout(setting.dropout))
    return Reader(words, EMBEDDING, stack, at_end, setting.hidden, dropout=setting.dropout)


def make_optimizer(setting: Setting, model: nn.Module) -> torch.optim.Optimizer:
    """The optimizer of a setting. Raises: ValueError, if there is none of that name."""
    match setting.optimizer:
        case "adamw":
            return torch.optim.AdamW(model.parameters(), lr=setting.learning_rate, fused=True)
        case "rmsprop":
            return torch.optim.RMSprop(model.parameters(), lr=setting.learning_rate)
        case "sgd":
            return torch.optim.SGD(model.parameters(), lr=setting.learning_rate, momentum=0.9)
    raise ValueError(f"no optimizer {setting.optimizer!r}: choose adamw, rmsprop or sgd")


def pace(schedule: str, step: int, steps: int) -> float:
    """What the learning rate of a step is multiplied by. Raises: ValueError, if there is no such schedule."""
    if schedule == "constant":
        return 1.0
    if schedule == "cosine":
        return min(1.0, (step + 1) / (0.1 * steps)) * 0.5 * (1 + math.cos(math.pi * step / steps))
    raise ValueError(f"no schedule {schedule!r}: choose constant or cosine")


def shuffled(data: ReviewData, size: int, shuffle: torch.Generator) -> list[Batch]:
    """The training sentences in batches of `size`, in random order."""
    rows, labels = data.indices["train"], data.labels["train"]
    groups = random_batches(len(rows), size, shuffle)
    return [collate([rows[i] for i in group], [labels[i] for i in group]) for group in groups]


def one_run(setting: Setting, data: ReviewData, epochs: int, seed: int) -> dict[str, float]:
    """Train one model to the end: its accuracy on valid and on test in per cent, and its processor seconds."""
    torch.manual_seed(seed)
    model = build(setting, len(data.vocabulary)).train()
    optimizer = make_optimizer(setting, model)
    shuffle = torch.Generator().manual_seed(seed)
    steps = epochs * -(-len(data.indices["train"]) // setting.batch)
    began, step = time.process_time(), 0
    for _ in range(epochs):
        for batch in shuffled(data, setting.batch, shuffle):
            for group in optimizer.param_groups:
                group["lr"] = setting.learning_rate * pace(setting.schedule, step, steps)
            update(model, loss_of(model, batch), optimizer, clip=1.0)
            step += 1
    seconds = time.process_time() - began
    model.eval()
    scores = {split: 100 * accuracy(model, data, split, BUDGET) for split in ("valid", "test")}
    return {**scores, "seconds": seconds}
