"""Common bugs, each planted in one place of the same small classifier: what it reads, its loss, or its loop."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from unrolled.data.batching import Batch, collate
from unrolled.data.padding import random_batches
from unrolled.layers.torch_layers import initialise_gates, make_layer
from unrolled.models.reader import Read, Reader, at_end
from unrolled.review_task import ReviewData, loss_of


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """A GRU on film sentences. `batch` is in sentences; without a bug the batches are random."""

    vocabulary: int = 5_000
    embedding: int = 32
    hidden: int = 32
    dropout: float = 0.4
    batch: int = 64
    limit: int = 60
    epochs: int = 5
    learning_rate: float = 4e-3
    train_sentences: int = 6_530


# --8<-- [end:config]


# --8<-- [start:reads]
def last_column(recurrent: nn.Module, x: Tensor, _lengths: Tensor) -> Tensor:
    """BUG: the last column of the rectangle, padding and all, in place of each sentence's own end."""
    return recurrent(x)[0][:, -1]


def axes_swapped(recurrent: nn.Module, x: Tensor, lengths: Tensor) -> Tensor:
    """BUG: a layer that expects time first is given the batch first: it runs from sentence to sentence."""
    output = recurrent(x.transpose(0, 1))[0].transpose(0, 1)  # what batch_first=False does with (B, T, D)
    return output[torch.arange(len(x)), lengths - 1]


def reshaped(recurrent: nn.Module, x: Tensor, lengths: Tensor) -> Tensor:
    """BUG: (B, T, D) made into (T, B, D) and back by reshape, which moves no axis: sentences get mixed."""
    steps = x.reshape(x.shape[1], x.shape[0], -1)  # (T, B, D) in name only
    output = recurrent(steps.transpose(0, 1))[0].reshape(len(x), x.shape[1], -1)
    return output[torch.arange(len(x)), lengths - 1]


class Leaking:
    """BUG: each batch begins with the last states of the batch before, which are of other sentences."""

    def __init__(self) -> None:
        self.state: Tensor | None = None

    def __call__(self, recurrent: nn.Module, x: Tensor, lengths: Tensor) -> Tensor:
        start = None
        if self.state is not None:
            start = (self.state[torch.arange(len(x)) % len(self.state)],)  # fewer or more rows than before
        output, _ = recurrent(x, state=start)
        ends = output[torch.arange(len(x)), lengths - 1]
        self.state = ends.detach()
        return ends


# --8<-- [end:reads]


def squashed_twice(model: nn.Module, batch: Batch) -> Tensor:
    """BUG: a loss that expects log-odds is given probabilities."""
    return nn.functional.binary_cross_entropy_with_logits(
        torch.sigmoid(model(batch.tokens, batch.lengths)), batch.labels
    )


@dataclass(frozen=True)
class Bug:
    """What differs from the sound program. `make_read` gives a fresh read-out for each run."""

    make_read: Callable[[], Read] = lambda: at_end
    squashed: bool = False
    sort: bool = False  # training sentences sorted by label, never shuffled
    scramble: bool = False  # words of every training sentence in random order
    keep_gradients: bool = False  # no zero_grad
    train_mode: bool = False  # model.eval() forgotten at test time


BUGS = {
    "none": Bug(),
    "last column": Bug(lambda: last_column),
    "axes swapped": Bug(lambda: axes_swapped),
    "reshaped": Bug(lambda: reshaped),
    "leaking state": Bug(Leaking),
    "squashed twice": Bug(squashed=True),
    "train mode": Bug(train_mode=True),
    "sorted by label": Bug(sort=True),
    "words scrambled": Bug(scramble=True),
    "gradients kept": Bug(keep_gradients=True),
}


def build(bug: Bug, config: Config, words: int) -> Reader:
    """The classifier with the read-out of a bug."""
    layer = make_layer("gru", config.embedding, config.hidden, "torch")
    initialise_gates(layer)
    read: Read = bug.make_read()
    return Reader(words, config.embedding, layer, read, config.hidden, dropout=config.dropout)


def batches(data: ReviewData, split: str, size: int, shuffle: torch.Generator, bug: Bug = BUGS["none"]) -> list[Batch]:
    """Batches of one split, in random order but for a bug that sorts them."""
    rows, labels = data.indices[split], data.labels[split]
    if bug.scramble:
        rows = [[row[i] for i in torch.randperm(len(row), generator=shuffle).tolist()] for row in rows]
    groups = random_batches(len(rows), size, shuffle)
    if bug.sort:
        order = sorted(range(len(rows)), key=lambda i: labels[i])
        groups = [order[start : start + size] for start in range(0, len(order), size)]
    return [collate([rows[i] for i in group], [labels[i] for i in group]) for group in groups]


def train(bug: Bug, data: ReviewData, config: Config, seed: int) -> Reader:
    """Train one classifier with one bug, with Adam and gradients clipped to norm 1."""
    torch.manual_seed(seed)
    model = build(bug, config, len(data.vocabulary)).train()
    optimizer = torch.optim.Adam(model.parameters(), lr=config.learning_rate, fused=True)
    shuffle = torch.Generator().manual_seed(seed)
    find_loss = squashed_twice if bug.squashed else loss_of
    for _ in range(config.epochs):
        for batch in batches(data, "train", config.batch, shuffle, bug):
            if not bug.keep_gradients:
                optimizer.zero_grad()
            find_loss(model, batch).backward()
            if not bug.keep_gradients:  # clipping the sum of all steps would hide the bug
                nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
    return model.train(bug.train_mode)


@torch.no_grad()
def measure(model: Reader, data: ReviewData, size: int) -> dict[str, float]:
    """Test accuracy in random batches of `size` and one sentence at a time, in per cent, and the test loss."""
    found = {}
    for name, batch_size in (("batches", size), ("alone", 1)):
        rows = batches(data, "test", batch_size, torch.Generator().manual_seed(0))
        scores = torch.cat([model(batch.tokens, batch.lengths) for batch in rows])
        labels = torch.cat([batch.labels for batch in rows])
        found[name] = 100 * ((scores > 0) == (labels > 0)).float().mean().item()
        found[f"{name}_loss"] = nn.functional.binary_cross_entropy_with_logits(scores, labels).item()
    return found
