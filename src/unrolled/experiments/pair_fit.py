"""Train a model on pairs of sequences: what the experiments on encoders, decoders and attention share."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn

from unrolled.data.pairs import PairBatch, batches_of
from unrolled.training import FitConfig, fit

LossOf = Callable[[nn.Module, PairBatch], Tensor]
EVALUATED = 4_000  # tokens a batch, where nothing is trained


class Pairs(NamedTuple):
    """One split as indices."""

    sources: Sequence[Sequence[int]]
    targets: Sequence[Sequence[int]]

    def batches(self, budget: int, shuffle: torch.Generator | None = None) -> list[PairBatch]:
        """Batches of pairs of like lengths."""
        return [batch for _, batch in batches_of(self.sources, self.targets, budget, shuffle)]


def loss_of_logits(logits: Tensor, batch: PairBatch) -> Tensor:
    """Mean cross-entropy over the real tokens of the targets."""
    # (encoder-decoder.6)
    return nn.functional.cross_entropy(logits[batch.mask], batch.target_out[batch.mask])


def forced_loss(model: nn.Module, batch: PairBatch) -> Tensor:
    """The loss with the true words before: teacher forcing."""
    return loss_of_logits(model(batch.source, batch.source_lengths, batch.target_in), batch)


def fit_pairs(
    model: nn.Module, train: Pairs, valid: Pairs, config: FitConfig, budget: int, loss_of: LossOf = forced_loss
) -> None:
    """Train in place, and keep the epoch with the least teacher-forced loss on `valid`."""

    def evaluate(model: nn.Module) -> dict[str, float]:
        batches = valid.batches(EVALUATED)
        tokens = [int(batch.mask.sum()) for batch in batches]
        losses = [forced_loss(model, batch).item() * n for batch, n in zip(batches, tokens, strict=True)]
        return {"loss": sum(losses) / sum(tokens)}

    fit(
        model, lambda shuffle: train.batches(budget, shuffle), loss_of, evaluate, config, len(train.batches(budget))
    )  # fmt: skip
