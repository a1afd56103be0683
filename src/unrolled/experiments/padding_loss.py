"""A next-word model whose loss counts padding, beside one whose loss does not."""

from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from unrolled.data.batching import collate
from unrolled.data.padding import random_batches
from unrolled.data.vocabulary import PAD
from unrolled.layers.torch_layers import TorchLSTM
from unrolled.masked_loss import TokenMean, masked_mean, perplexity
from unrolled.review_task import ReviewData
from unrolled.training import FitConfig, fit


# --8<-- [start:config]
@dataclass(frozen=True)
class LossConfig:
    """A next-word model of film sentences, one LSTM, in shuffled batches."""

    vocabulary: int = 1_000
    embedding: int = 64
    hidden: int = 64
    batch: int = 64
    fit: FitConfig = field(default_factory=lambda: FitConfig(epochs=3, learning_rate=4e-3, patience=3))


LOSSES = ("real tokens", "all cells")
# --8<-- [end:config]


class NextWord(nn.Module):
    """Words so far -> scores of the next word, at every step."""

    def __init__(self, vocabulary: int, config: LossConfig) -> None:
        super().__init__()
        self.embed = nn.Embedding(vocabulary, config.embedding, padding_idx=PAD)
        self.layer = TorchLSTM(config.embedding, config.hidden)
        self.score = nn.Linear(config.hidden, vocabulary)

    def forward(self, tokens: Tensor) -> Tensor:
        return self.score(self.layer(self.embed(tokens))[0])  # (B, T) -> (B, T, V)


def pairs(data: ReviewData, split: str, size: int, shuffle: torch.Generator) -> list[tuple[Tensor, Tensor, Tensor]]:
    """Shuffled batches of (words, next words, lengths): the next words are the same text, one step on."""
    rows = [row for row in data.indices[split] if len(row) > 1]
    found = []
    for group in random_batches(len(rows), size, shuffle):
        batch = collate([rows[i] for i in group], [0] * len(group))
        found.append((batch.tokens[:, :-1], batch.tokens[:, 1:], batch.lengths - 1))
    return found


def each_loss(model: nn.Module, tokens: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
    """Loss of every cell, and 1.0 where the likeliest word is the right one: both (B, T)."""
    scores = model(tokens)
    each = nn.functional.cross_entropy(scores.transpose(1, 2), targets, reduction="none")
    return each, (scores.argmax(dim=-1) == targets).float()


@torch.no_grad()
def evaluate(model: nn.Module, batches: list[tuple[Tensor, Tensor, Tensor]]) -> dict[str, float]:
    """Perplexity and accuracy of the next word, over real tokens and over all cells."""
    means = {(what, cells): TokenMean() for what in ("loss", "accuracy") for cells in LOSSES}
    for tokens, targets, lengths in batches:
        full = torch.full_like(lengths, tokens.shape[1])
        for what, values in zip(("loss", "accuracy"), each_loss(model, tokens, targets), strict=True):
            means[what, "real tokens"].add(values, lengths)
            means[what, "all cells"].add(values, full)
    return {
        "loss": means["loss", "real tokens"].mean,
        "perplexity": perplexity(means["loss", "real tokens"].mean),
        "perplexity, all cells": perplexity(means["loss", "all cells"].mean),
        "accuracy": 100 * means["accuracy", "real tokens"].mean,
        "accuracy, all cells": 100 * means["accuracy", "all cells"].mean,
    }


def train_next_word(counted: str, data: ReviewData, config: LossConfig, seed: int) -> dict[str, float]:
    """Train on the loss over "real tokens" or over "all cells"; what the test split says of it, counted both ways."""
    torch.manual_seed(seed)
    model = NextWord(len(data.vocabulary), config)

    def loss_of(model: nn.Module, batch: tuple[Tensor, Tensor, Tensor]) -> Tensor:
        tokens, targets, lengths = batch
        each, _ = each_loss(model, tokens, targets)
        return each.mean() if counted == "all cells" else masked_mean(each, lengths)

    valid = pairs(data, "valid", config.batch, torch.Generator().manual_seed(0))
    fit(
        model, lambda shuffle: pairs(data, "train", config.batch, shuffle), loss_of,
        lambda m: evaluate(m, valid), FitConfig(**{**vars(config.fit), "seed": seed}),
        -(-len(data.indices["train"]) // config.batch),
    )  # fmt: skip
    model.eval()
    return evaluate(model, pairs(data, "test", config.batch, torch.Generator().manual_seed(0)))
