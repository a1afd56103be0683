"""Telling good reviews from bad ones: texts to batches, the loss, and one run. Long reviews or sentences alike."""

from pathlib import Path

import torch
from torch import Tensor, nn

from unrolled.data.batching import Batch, buckets, collate
from unrolled.data.imdb import Review
from unrolled.data.tokenise import shorten, tokenise
from unrolled.data.vocabulary import Vocabulary
from unrolled.training import FitConfig, History, fit


# --8<-- [start:data]
class ReviewData:
    """Reviews as indices, by split, and the vocabulary of the training split.

    Args:
        reviews: the splits "train", "valid" and "test".
        vocabulary: V, the number of words to know.
        limit: longest review in tokens; longer ones are shortened.
    """

    def __init__(self, reviews: dict[str, list[Review]], vocabulary: int, limit: int) -> None:
        self.reviews = reviews
        words = {n: [shorten(tokenise(r.text), limit) for r in rows] for n, rows in reviews.items()}
        self.vocabulary = Vocabulary.build(words["train"], vocabulary)
        self.indices = {name: [self.vocabulary.encode(w) for w in rows] for name, rows in words.items()}
        self.labels = {name: [r.label for r in rows] for name, rows in reviews.items()}

    def batches(self, split: str, budget: int, shuffle: torch.Generator | None = None) -> list[tuple[list[int], Batch]]:
        """Batches of one split, each with the places of its reviews in the split."""
        rows, labels = self.indices[split], self.labels[split]
        groups = buckets([len(row) for row in rows], budget, shuffle)
        return [(group, collate([rows[i] for i in group], [labels[i] for i in group])) for group in groups]


# --8<-- [end:data]


# --8<-- [start:train]
def loss_of(model: nn.Module, batch: Batch) -> Tensor:
    """Mean binary cross-entropy of a batch, from logits."""
    # (sentiment.1) from the log-odds, without overflow
    return nn.functional.binary_cross_entropy_with_logits(model(batch.tokens, batch.lengths), batch.labels)


@torch.no_grad()
def log_odds(model: nn.Module, data: ReviewData, split: str, budget: int) -> Tensor:
    """Log-odds of every review of a split, in its order."""
    scores = torch.zeros(len(data.labels[split]))
    for places, batch in data.batches(split, budget):
        scores[places] = model(batch.tokens, batch.lengths)
    return scores


def accuracy(model: nn.Module, data: ReviewData, split: str, budget: int) -> float:
    """Share of a split whose log-odds have the right sign."""
    return ((log_odds(model, data, split, budget) > 0) == torch.tensor(data.labels[split])).float().mean().item()


def train(
    model: nn.Module, data: ReviewData, config: FitConfig, budget: int,
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


# --8<-- [end:train]
