"""From raw text to a probability, with what was not understood."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor

from unrolled.data.batching import buckets, collate
from unrolled.data.tokenise import shorten, tokenise
from unrolled.data.vocabulary import UNKNOWN
from unrolled.projects.sentiment.model import Trained

BUDGET = 16_000  # tokens in a batch


class Judged(NamedTuple):
    """What a model says of a text. Without a word that it knows it says nothing: `probability` is None."""

    probability: float | None
    log_odds: float | None
    tokens: int
    read: int
    unknown: int

    @property
    def sentiment(self) -> str:
        """positive, negative or unknown."""
        if self.probability is None:
            return "unknown"
        return "positive" if self.probability > 0.5 else "negative"

    @property
    def note(self) -> str:
        """What a reader should know about the answer, or nothing."""
        if self.tokens == 0:
            return "no word: only a to z, digits and some marks are read"
        if self.probability is None:
            return "no known word"
        return f"read {self.read} of {self.tokens} tokens" if self.read < self.tokens else ""


# --8<-- [start:read]
def tokens_of(trained: Trained, text: str) -> list[str]:
    """The tokens of a text that the model reads: all, or the first quarter and the last three of its limit."""
    return shorten(tokenise(text), trained.limit)


@torch.inference_mode()
def log_odds(trained: Trained, rows: Sequence[Sequence[int]]) -> Float[Tensor, " N"]:
    """Log-odds of encoded texts, in their order, divided by the temperature of the model."""
    trained.model.eval()
    scores = torch.zeros(len(rows))
    for group in buckets([len(row) for row in rows], BUDGET) if rows else []:
        batch = collate([rows[i] for i in group], [0] * len(group))
        scores[group] = trained.model(batch.tokens, batch.lengths)
    return scores / trained.temperature


def judge(trained: Trained, texts: Sequence[str]) -> list[Judged]:
    """Judge raw texts, in their order."""
    cut = [tokens_of(trained, text) for text in texts]
    rows = [trained.vocabulary.encode(tokens) for tokens in cut]
    found = []
    for text, tokens, row, z in zip(texts, cut, rows, log_odds(trained, rows).tolist(), strict=True):
        total, unknown = len(tokens), row.count(UNKNOWN) if tokens else 0
        if len(tokens) == trained.limit:  # it may have been cut
            total = len(tokenise(text))
        if unknown == len(tokens):
            found.append(Judged(None, None, total, len(tokens), unknown))
        else:
            found.append(Judged(1 / (1 + math.exp(-z)), z, total, len(tokens), unknown))
    return found


# --8<-- [end:read]
