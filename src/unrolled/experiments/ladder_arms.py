"""The arms of the ladder on film reviews: what each model is made of, how its batches are made, and one run."""

import time
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import torch
from torch import nn

from unrolled.data import imdb
from unrolled.data.batching import Batch, collate
from unrolled.data.padding import random_batches
from unrolled.models.ladder import LadderClassifier, Parts
from unrolled.review_task import ReviewData, log_odds, loss_of
from unrolled.training import FitConfig, fit


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """Sizes and training, the same for all arms. `limit` is the longest review in tokens, `budget` tokens a batch."""

    vocabulary: int = 10_000
    embedding: int = 64
    hidden: int = 64
    limit: int = 200
    budget: int = 6_400
    train_reviews: int = 12_000
    fit: FitConfig = field(default_factory=lambda: FitConfig(epochs=3, learning_rate=3e-3, warmup=50))


@dataclass(frozen=True)
class Arm:
    """A model and its training. `buckets`: reviews of like length share a batch; if not, they come as drawn.

    `random`: embeddings start from random numbers as large as word vectors would be, and not from word vectors.
    """

    parts: Parts
    clip: bool = False
    buckets: bool = False
    random: bool = False


BARE = Parts()
TUNED = Parts(readout="max", lengths=True, orthogonal=True, dropout=0.4, vectors=True)
ARMS = {
    "scratch": Arm(replace(BARE, backend="book")),
    "rnn": Arm(BARE),
    "stacked": Arm(replace(BARE, layers=2)),
    "both_ways": Arm(replace(BARE, bidirectional=True)),
    "deep": Arm(replace(BARE, layers=2, bidirectional=True)),
    "tuned": Arm(TUNED, clip=True, buckets=True),
    "no_clip": Arm(TUNED, clip=False, buckets=True),
    "no_init": Arm(replace(TUNED, orthogonal=False), clip=True, buckets=True),
    "no_dropout": Arm(replace(TUNED, dropout=0.0), clip=True, buckets=True),
    "no_vectors": Arm(replace(TUNED, vectors=False), clip=True, buckets=True),
    "as_large": Arm(TUNED, clip=True, buckets=True, random=True),
    "no_lengths": Arm(replace(TUNED, lengths=False), clip=True, buckets=False),
    "last_state": Arm(replace(TUNED, readout="last"), clip=True, buckets=True),
    "gru": Arm(replace(TUNED, kind="gru"), clip=True, buckets=True),
    "gru_no_dropout": Arm(replace(TUNED, kind="gru", dropout=0.0), clip=True, buckets=True),
    "lstm": Arm(replace(TUNED, kind="lstm"), clip=True, buckets=True),
    "lstm_no_dropout": Arm(replace(TUNED, kind="lstm", dropout=0.0), clip=True, buckets=True),
    "bag": Arm(replace(TUNED, kind="bag", readout="mean"), clip=True, buckets=True),
    "bag_no_dropout": Arm(replace(TUNED, kind="bag", readout="mean", dropout=0.0), clip=True, buckets=True),
}
# --8<-- [end:config]


def read_data(config: Config) -> ReviewData:
    """The reviews, as indices."""
    reviews = {name: imdb.load(name) for name in imdb.SPLITS}
    reviews["train"] = reviews["train"][: config.train_reviews]
    return ReviewData(reviews, config.vocabulary, config.limit)


def batches_of(data: ReviewData, arm: Arm, config: Config, shuffle: torch.Generator) -> list[Batch]:
    """The training batches of an epoch: by a budget of tokens and by length, or as many reviews each as they come."""
    if arm.buckets:
        return [batch for _, batch in data.batches("train", config.budget, shuffle)]
    rows, labels = data.indices["train"], data.labels["train"]
    groups = random_batches(len(rows), config.budget // config.limit, shuffle)
    return [collate([rows[i] for i in group], [labels[i] for i in group]) for group in groups]


def train_arm(model: nn.Module, data: ReviewData, arm: Arm, config: Config) -> dict[str, Any]:
    """Train in place, keep the epoch with the lowest validation loss. Returns: the history and processor seconds."""
    labels = torch.tensor(data.labels["valid"])

    def evaluate(model: nn.Module) -> dict[str, float]:
        scores = log_odds(model, data, "valid", config.budget)
        loss = nn.functional.binary_cross_entropy_with_logits(scores, labels.float())
        return {"loss": loss.item(), "accuracy": ((scores > 0) == labels).float().mean().item()}

    began = time.process_time()
    options = config.fit if arm.clip else replace(config.fit, clip=float("inf"))
    steps = len(batches_of(data, arm, config, torch.Generator().manual_seed(0)))
    history = fit(model, lambda shuffle: batches_of(data, arm, config, shuffle), loss_of, evaluate, options, steps)
    return {"history": history.epochs, "best_epoch": history.best + 1, "seconds": time.process_time() - began}


def run_arm(name: str, config: Config, data: ReviewData, table: np.ndarray | None) -> dict[str, Any]:
    """One arm, one seed, from the first weights to the log-odds of the test split."""
    arm = ARMS[name]
    if arm.random:
        table = np.random.default_rng(config.fit.seed).normal(size=(len(data.vocabulary), config.embedding))  # (V, D)
    torch.manual_seed(config.fit.seed)
    model = LadderClassifier(arm.parts, len(data.vocabulary), config.embedding, config.hidden, table)
    found = train_arm(model, data, arm, config)
    scores = log_odds(model.eval(), data, "test", config.budget).tolist()
    return found | {"scores": scores, "parameters": sum(p.numel() for p in model.parameters())}
