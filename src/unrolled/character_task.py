"""Predicting the next character of a line: the loss, the exact evaluation, and one run of training."""

from pathlib import Path

import torch
from torch import Tensor, nn

from unrolled.data.characters import CharacterData, Lines, lines_of
from unrolled.layers.masks import mask_of
from unrolled.perplexity import Tally, log_probability, mean_nll, token_nll
from unrolled.training import FitConfig, History, fit


# --8<-- [start:task]
def loss_of(model: nn.Module, lines: Lines) -> Tensor:
    """Mean over the characters of a batch. The model reads the true text throughout: teacher forcing."""
    logits, _ = model(lines.inputs)
    return mean_nll(token_nll(logits, lines.targets), mask_of(lines.lengths, lines.inputs.shape[1]))


@torch.no_grad()
def tally(model: nn.Module, data: CharacterData, split: str, budget: int) -> Tally:
    """Negative log-likelihood of a whole split, whatever the batches."""
    counted = Tally()
    for lines in data.batches(split, budget):
        logits, _ = model(lines.inputs)
        counted.add(token_nll(logits, lines.targets), mask_of(lines.lengths, lines.inputs.shape[1]))
    return counted


@torch.no_grad()
def by_line(model: nn.Module, data: CharacterData, split: str, size: int = 40) -> tuple[list[float], list[int]]:
    """Summed negative log-likelihood, in nats, and number of characters of each line of a split, in its order."""
    rows, sums, counts = data.rows[split], [], []
    for start in range(0, len(rows), size):
        lines = lines_of(rows[start : start + size])
        nll = token_nll(model(lines.inputs)[0], lines.targets)
        sums += (-log_probability(nll, mask_of(lines.lengths, lines.inputs.shape[1]))).tolist()
        counts += lines.lengths.tolist()
    return sums, counts


def train(
    model: nn.Module, data: CharacterData, config: FitConfig, budget: int,
    checkpoint: Path | None = None, progress: bool = False,
) -> History:  # fmt: skip
    """Train a model in place, and keep the epoch that is best on the valid split."""
    return fit(
        model, lambda shuffle: data.batches("train", budget, shuffle), loss_of,
        lambda model: {"loss": tally(model, data, "valid", budget).nll},
        config, len(data.batches("train", budget)), checkpoint, progress,
    )  # fmt: skip


# --8<-- [end:task]
