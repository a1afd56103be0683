"""Tagging: sentences to batches, training, and the tags that a model gives."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from jaxtyping import Int
from torch import Tensor

from unrolled.data.batching import buckets
from unrolled.data.spelling import Features
from unrolled.data.tagged import Tagged
from unrolled.data.vocabulary import PAD
from unrolled.models.tagger import Tagger
from unrolled.training import FitConfig, History, fit

Metric = Callable[[list[Tagged], list[list[str]]], float]


# --8<-- [start:batch]
class TagBatch(NamedTuple):
    """Padded sentences: features of each word, how long each is, a tag for each word (0 in the padding)."""

    tokens: Int[Tensor, "B T M"]
    lengths: Int[Tensor, " B"]
    tags: Int[Tensor, "B T"]


def collate_tags(sentences: Sequence[list[list[int]]], tags: Sequence[list[int]]) -> TagBatch:
    """Pad on the right to the longest sentence. Raises: ValueError, if there is none, one is empty, or tags lack."""
    if not sentences or not all(sentences) or [len(s) for s in sentences] != [len(t) for t in tags]:
        raise ValueError("a batch needs sentences with at least one word, and a tag for each word")
    lengths = torch.tensor([len(sentence) for sentence in sentences])
    tokens = torch.full((len(sentences), int(lengths.max()), len(sentences[0][0])), PAD)  # (B, T, M)
    padded = torch.zeros(tokens.shape[:2], dtype=torch.long)  # (B, T)
    for row, (sentence, answer) in enumerate(zip(sentences, tags, strict=True)):
        tokens[row, : len(sentence)], padded[row, : len(answer)] = torch.tensor(sentence), torch.tensor(answer)
    return TagBatch(tokens, lengths, padded)


# --8<-- [end:batch]


class TagData:
    """Tagged sentences as indices, by split. Features are those of the training split; the tags are those of all.

    Args:
        rows: the splits "train", "valid" and "test".
        spelling: whether a word is also described by parts of it.
    """

    def __init__(self, rows: dict[str, list[Tagged]], spelling: bool = True) -> None:
        self.rows = rows
        self.features = Features((row.words for row in rows["train"]), spelling)
        self.names = sorted({tag for split in rows.values() for row in split for tag in row.tags})
        index = {tag: k for k, tag in enumerate(self.names)}
        self.tokens = {name: [self.features.encode(row.words) for row in split] for name, split in rows.items()}
        self.tags = {name: [[index[tag] for tag in row.tags] for row in split] for name, split in rows.items()}

    def batches(
        self, split: str, budget: int, shuffle: torch.Generator | None = None
    ) -> list[tuple[list[int], TagBatch]]:
        """Batches of like lengths, each with the places of its sentences in the split."""
        tokens, tags = self.tokens[split], self.tags[split]
        groups = buckets([len(row) for row in tokens], budget, shuffle)
        return [(group, collate_tags([tokens[i] for i in group], [tags[i] for i in group])) for group in groups]


# --8<-- [start:train]
def loss_of(model: Tagger, batch: TagBatch) -> Tensor:
    """Mean negative log-likelihood of a batch, a word."""
    return model.loss(*batch)


@torch.no_grad()
def tag_split(model: Tagger, data: TagData, split: str, budget: int) -> list[list[str]]:
    """The tags that a model gives every sentence of a split, in its order."""
    found: list[list[str]] = [[]] * len(data.rows[split])
    for places, batch in data.batches(split, budget):
        guess = model(batch.tokens, batch.lengths)
        for place, row, length in zip(places, guess.tolist(), batch.lengths.tolist(), strict=True):
            found[place] = [data.names[k] for k in row[:length]]
    return found


def train(
    model: Tagger, data: TagData, metric: Metric, config: FitConfig, budget: int,
    checkpoint: Path | None = None, progress: bool = False,
) -> History:  # fmt: skip
    """Train a model in place; the metric on the valid split, "score", decides which epoch is kept."""

    def evaluate(model: Tagger) -> dict[str, float]:
        return {"score": metric(data.rows["valid"], tag_split(model, data, "valid", budget))}

    return fit(
        model, lambda shuffle: [batch for _, batch in data.batches("train", budget, shuffle)], loss_of, evaluate,
        config, len(data.batches("train", budget)), checkpoint, progress,
    )  # fmt: skip


# --8<-- [end:train]


def accuracy(rows: list[Tagged], guess: list[list[str]]) -> float:
    """Share of words with the right tag. Padding is not a word."""
    pairs = [pair for row, tags in zip(rows, guess, strict=True) for pair in zip(row.tags, tags, strict=True)]
    return sum(a == b for a, b in pairs) / len(pairs)


def whole(rows: list[Tagged], guess: list[list[str]]) -> float:
    """Share of sentences without a single wrong tag."""
    return sum(list(row.tags) == tags for row, tags in zip(rows, guess, strict=True)) / len(rows)
