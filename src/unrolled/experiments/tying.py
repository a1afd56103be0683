"""One matrix or two at the ends of a word model: perplexity and parameters, beside counted words."""

import math
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from itertools import pairwise
from typing import Any

import torch
from torch import Tensor, nn

from unrolled.data.batching import Batch
from unrolled.data.imdb import Review
from unrolled.data.vocabulary import PAD
from unrolled.layers.dropout import LockedDropout
from unrolled.measure import keyed
from unrolled.models.word_model import WordModel
from unrolled.review_task import ReviewData
from unrolled.training import FitConfig, fit


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """A word model on the same sentences. `size` is D and H at once, which tying needs."""

    vocabulary: int = 1_000
    size: int = 64
    limit: int = 60
    budget: int = 700
    dropout: float = 0.2  # locked, on embeddings and outputs
    fit: FitConfig = field(
        default_factory=lambda: FitConfig(epochs=6, learning_rate=8e-3, weight_decay=0.0, patience=6)
    )


# --8<-- [end:config]


def total_nll(model: nn.Module, batch: Batch) -> tuple[Tensor, int]:
    """Summed negative log-likelihood of each word but the first of a sentence, in nats, and the number of words."""
    logits, _ = model(batch.tokens[:, :-1])  # (B, T - 1, V)
    targets = batch.tokens[:, 1:].flatten()
    nll = nn.functional.cross_entropy(logits.flatten(0, 1), targets, ignore_index=PAD, reduction="sum")
    return nll, int((targets != PAD).sum())


def perplexity(model: nn.Module, data: ReviewData, split: str) -> float:
    """exp of the mean negative log-likelihood of a word. All words of the split count alike."""
    parts = [total_nll(model, batch) for _, batch in data.batches(split, 4_000)]
    return math.exp(sum(nll.item() for nll, _ in parts) / sum(n for _, n in parts))


def one_run(tied: bool, config: Config, data: ReviewData, seed: int) -> dict[str, Any]:
    """Train one word model: perplexities after each epoch, and its number of parameters."""
    torch.manual_seed(seed)
    dropout = partial(LockedDropout, config.dropout)
    model = WordModel(len(data.vocabulary), config.size, tied, dropout, backend="torch")

    def loss_of(model: nn.Module, batch: Batch) -> Tensor:
        nll, words = total_nll(model, batch)
        return nll / max(words, 1)

    def evaluate(model: nn.Module) -> dict[str, float]:
        found = {split: perplexity(model, data, split) for split in ("valid", "test")}
        return {"loss": math.log(found["valid"]), **found}

    began = time.process_time()
    history = fit(
        model, lambda shuffle: [batch for _, batch in data.batches("train", config.budget, shuffle)], loss_of, evaluate,
        replace(config.fit, seed=seed), len(data.batches("train", config.budget)),
    )  # fmt: skip
    return {
        "epochs": history.epochs,
        "best": history.best,
        "seconds": time.process_time() - began,
        "parameters": sum(p.numel() for p in model.parameters()),  # a shared matrix counts once
    }


# --8<-- [start:counts]
def counted(data: ReviewData) -> Callable[[float, str], float]:
    """Perplexity of a split when a word's probability is mixed from how often it follows the one before, and alone."""
    rows, size = data.indices["train"], len(data.vocabulary)
    single = Counter(word for row in rows for word in row[1:])
    before = Counter(word for row in rows for word in row[:-1])
    pairs = Counter(pair for row in rows for pair in pairwise(row))
    total = single.total() + size

    def of(share: float, split: str) -> float:
        logs = [
            math.log(share * (pairs[a, b] / before[a] if before[a] else 0) + (1 - share) * (single[b] + 1) / total)
            for row in data.indices[split]
            for a, b in pairwise(row)
        ]
        return math.exp(-sum(logs) / len(logs))

    return of


# --8<-- [end:counts]


def run(seeds: list[int], reviews: dict[str, list[Review]], quick: bool = False) -> tuple[dict, dict, dict]:
    """Values, curves and configuration of the tied and the untied model, and of counting."""
    config = Config(size=32, fit=FitConfig(epochs=1, warmup=10)) if quick else Config()
    data = ReviewData(reviews, config.vocabulary, config.limit)
    values, body = {}, {}
    for name in ("untied", "tied"):
        found = [one_run(name == "tied", config, data, seed) for seed in seeds]
        body[name] = [[epoch["test"] for epoch in f["epochs"]] for f in found]
        kept = [f["epochs"][f["best"]]["test"] for f in found]
        label, sizes = f"word model, {name}", [found[0]["parameters"]]
        values |= keyed(f"{name}.perplexity", f"{label}: test perplexity", kept, "", 1)
        values |= keyed(f"{name}.parameters", f"{label}: parameters", sizes, "", 0)
        values |= keyed(f"{name}.best", f"{label}: epoch kept", [f["best"] + 1.0 for f in found], "", 1)
        values |= keyed(f"{name}.seconds", f"{label}: processor time", [f["seconds"] for f in found], "s", 1)
    of = counted(data)
    share = min((s / 10 for s in range(10)), key=lambda s: of(s, "valid"))
    for key, label, number in (
        ("counts.single", "words counted alone: test perplexity", of(0.0, "test")),
        ("counts.pairs", f"words and pairs counted, pairs weighted {share}: test perplexity", of(share, "test")),
    ):
        values |= keyed(key, label, [number], "", 1)
    return values, body, asdict(config)
