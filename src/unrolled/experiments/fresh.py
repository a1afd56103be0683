"""Training on a stream of fresh batches, until a made-up task is solved or the updates are used up."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from unrolled.update import update

Draw = Callable[[int, torch.Generator], tuple[Tensor, Tensor]]  # number of sequences, generator -> x, labels


@dataclass(frozen=True)
class Fresh:
    """At most `updates` of Adam, each on `batch` new sequences. Every `check_every`, a test on `tests` others."""

    updates: int = 1500
    batch: int = 32
    learning_rate: float = 5e-3
    clip: float = 1.0
    check_every: int = 50
    tests: int = 500
    solved: float = 0.99  # accuracy at which training stops


# --8<-- [start:learn]
def learn(model: nn.Module, draw: Draw, config: Fresh, seed: int) -> dict:
    """Accuracy at every check, the updates used, and the processor time they took."""
    stream = torch.Generator().manual_seed(seed)
    x, y = draw(config.tests, torch.Generator().manual_seed(10_000 + seed))
    optimizer = torch.optim.Adam(model.parameters(), config.learning_rate)
    accuracies, busy, count = [], time.process_time(), 0
    while count < config.updates and not (accuracies and accuracies[-1] >= config.solved):
        count += 1
        inputs, labels = draw(config.batch, stream)
        loss = nn.functional.cross_entropy(model(inputs).flatten(0, -2), labels.flatten())
        update(model, loss, optimizer, config.clip)
        if count % config.check_every == 0:
            with torch.no_grad():
                accuracies.append((model(x).argmax(-1) == y).double().mean().item())
    return {"accuracies": accuracies, "updates": count, "seconds": time.process_time() - busy}


# --8<-- [end:learn]
