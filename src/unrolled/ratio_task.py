"""Telling good reviews from bad ones by words and label ratios: texts to batches, the loss, and one run."""

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from unrolled.data.batching import buckets, collate
from unrolled.data.imdb import Review
from unrolled.data.tokenise import shorten, tokenise
from unrolled.data.vocabulary import Vocabulary
from unrolled.label_ratios import LabelRatios
from unrolled.models.ratio_classifier import RatioBatch
from unrolled.training import FitConfig, History, fit


# --8<-- [start:data]
class RatioData:
    """Reviews as indices and ratios, by split. What is counted and which words are known comes from "train" alone.

    Args:
        reviews: the splits "train", "valid" and "test".
        vocabulary: V, the number of words that get a vector. The ratios know all words of "train".
        limit: longest review in tokens; longer ones are shortened.
        longest, folds: of `LabelRatios`.
    """

    def __init__(
        self, reviews: dict[str, list[Review]], vocabulary: int, limit: int, longest: int = 3, folds: int = 10
    ) -> None:
        words = {n: [shorten(tokenise(r.text), limit) for r in rows] for n, rows in reviews.items()}
        self.labels = {name: [r.label for r in rows] for name, rows in reviews.items()}
        self.vocabulary = Vocabulary.build(words["train"], vocabulary)
        self.indices = {name: [self.vocabulary.encode(w) for w in rows] for name, rows in words.items()}
        self.counted = LabelRatios(words["train"], self.labels["train"], longest, folds)
        self.ratios = {name: [self.counted(w) for w in rows] for name, rows in words.items() if name != "train"}
        self.ratios["train"] = self.counted.training

    def batches(
        self, split: str, budget: int, shuffle: torch.Generator | None = None
    ) -> list[tuple[list[int], RatioBatch]]:
        """Batches of one split, each with the places of its reviews in the split."""
        groups = buckets([len(row) for row in self.indices[split]], budget, shuffle)
        return [(group, self._batch(split, group)) for group in groups]

    def _batch(self, split: str, group: list[int]) -> RatioBatch:
        plain = collate([self.indices[split][i] for i in group], [self.labels[split][i] for i in group])
        rows = [self.ratios[split][i] for i in group]
        ratios = torch.zeros(*plain.tokens.shape, rows[0].shape[1])  # (B, T, N)
        for place, row in zip(ratios, rows, strict=True):
            place[: len(row)] = torch.from_numpy(row)
        return RatioBatch(*plain, ratios)


# --8<-- [end:data]


def loss_of(model: nn.Module, batch: RatioBatch) -> Tensor:
    """Mean binary cross-entropy of a batch, from logits."""
    found = model(batch.tokens, batch.lengths, batch.ratios)
    return nn.functional.binary_cross_entropy_with_logits(found, batch.labels)


@torch.no_grad()
def log_odds(model: nn.Module, data: RatioData, split: str, budget: int) -> Tensor:
    """Log-odds of every review of a split, in its order."""
    scores = torch.zeros(len(data.labels[split]))
    for places, batch in data.batches(split, budget):
        scores[places] = model(batch.tokens, batch.lengths, batch.ratios)
    return scores


def train(
    model: nn.Module, data: RatioData, config: FitConfig, budget: int,
    checkpoint: Path | None = None, progress: bool = False,
) -> History:  # fmt: skip
    """Train a model in place, and keep the epoch that is best on the valid split."""

    def evaluate(model: nn.Module) -> dict[str, float]:
        scores, labels = log_odds(model, data, "valid", budget), torch.tensor(data.labels["valid"])
        loss = nn.functional.binary_cross_entropy_with_logits(scores, labels.float())
        return {"loss": loss.item(), "accuracy": ((scores > 0) == labels).float().mean().item()}

    return fit(
        model, lambda shuffle: [batch for _, batch in data.batches("train", budget, shuffle)], loss_of, evaluate,
        config, len(data.batches("train", budget)), checkpoint, progress,
    )  # fmt: skip


def without_order(data: RatioData) -> dict[str, np.ndarray]:
    """The mean ratio of each run length, for every review of every split: (M, N) each."""
    return {name: np.stack([row.mean(axis=0) for row in rows]) for name, rows in data.ratios.items()}
