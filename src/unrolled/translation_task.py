"""Translation as a task: pairs of texts to batches, the loss, and two ways to measure it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn

from unrolled.data.pairs import PairBatch, batches_of
from unrolled.decoding import Rules, beam, greedy
from unrolled.perplexity import Tally, token_nll
from unrolled.scheduled_sampling import scheduled
from unrolled.training import FitConfig, History, fit

Metric = Callable[[Sequence[str], Sequence[str]], float]  # what was written, what should have been


@runtime_checkable
class Coder(Protocol):
    """Texts to indices and back: `Subwords` or `Letters`."""

    def encode(self, text: str) -> list[int]: ...

    def decode(self, ids: list[int]) -> str: ...

    def __len__(self) -> int: ...


# --8<-- [start:data]
class PairData:
    """Pairs of texts as indices, by split.

    Args:
        rows: (source, target) pairs of each split.
        reader: encodes the sources. It may be the same as `writer`: one vocabulary for both sides.
        writer: encodes the targets.
    """

    def __init__(self, rows: Mapping[str, Sequence[tuple[str, str]]], reader: Coder, writer: Coder) -> None:
        self.reader, self.writer = reader, writer
        self.sources = {name: [reader.encode(row[0]) for row in split] for name, split in rows.items()}
        self.targets = {name: [writer.encode(row[1]) for row in split] for name, split in rows.items()}
        self.references = {name: [row[1] for row in split] for name, split in rows.items()}

    def batches(
        self, split: str, budget: int, shuffle: torch.Generator | None = None
    ) -> list[tuple[list[int], PairBatch]]:
        """Batches of like lengths, each with the places of its pairs in the split."""
        return list(batches_of(self.sources[split], self.targets[split], budget, shuffle))


# --8<-- [end:data]


# --8<-- [start:loss]
def smoothed_loss(
    logits: Float[Tensor, "B T V"], targets: Int[Tensor, "B T"], mask: Bool[Tensor, "B T"], smoothing: float | int = 0.0
) -> Float[Tensor, ""]:
    """Mean over real tokens; the share `smoothing` of each answer's weight is spread over the whole vocabulary."""
    # (translation.1) without smoothing, (translation.2) with it
    return nn.functional.cross_entropy(logits[mask], targets[mask], label_smoothing=float(smoothing))


@dataclass(frozen=True)
class TeacherForced:
    """The loss of one batch for `fit`: at each step the decoder is given the true word before."""

    smoothing: float = 0.0

    def __call__(self, model: nn.Module, batch: PairBatch) -> Tensor:
        logits = model(batch.source, batch.source_lengths, batch.target_in)  # (B, T, V)
        return smoothed_loss(logits, batch.target_out, batch.mask, self.smoothing)


# --8<-- [end:loss]


# --8<-- [start:two]
@torch.no_grad()
def teacher_forced(model: nn.Module, data: PairData, split: str, budget: int) -> Tally:
    """Negative log-likelihood of the references, given the true words before."""
    tally = Tally()
    for _, batch in data.batches(split, budget):
        logits = model(batch.source, batch.source_lengths, batch.target_in)
        tally.add(token_nll(logits, batch.target_out), batch.mask)
    return tally


@torch.no_grad()
def free_running(model: nn.Module, data: PairData, split: str, budget: int) -> Tally:
    """Negative log-likelihood of the references, given the words that the model itself wrote before."""
    tally = Tally()
    for _, batch in data.batches(split, budget):
        # (translation.3) the reference's word at step t, after t - 1 words of the model's own
        logits = scheduled(model, batch.source, batch.source_lengths, batch.target_in, teacher=0)
        tally.add(token_nll(logits, batch.target_out), batch.mask)
    return tally


# --8<-- [end:two]


# --8<-- [start:search]
@dataclass(frozen=True)
class Search:
    """How translations are looked for: greedily with a width of 1, otherwise with a beam."""

    width: int = 1
    alpha: float | int = 1.0  # length normalisation of a beam
    max_length: int = 100

    def __call__(self, model: nn.Module, source: Int[Tensor, "B S"], lengths: Int[Tensor, " B"]) -> list[list[int]]:
        state, rules = model.start(source, lengths), Rules(self.max_length)
        if self.width == 1:
            return greedy(model, state, rules).tokens
        return beam(model, state, self.width, self.alpha, rules=rules).tokens


# --8<-- [end:search]


# --8<-- [start:train]
@torch.no_grad()
def translate(model: nn.Module, data: PairData, split: str, budget: int, search: Search) -> list[str]:
    """What a model writes for every source of a split, in its order."""
    found = [""] * len(data.sources[split])
    for places, batch in data.batches(split, budget):
        for place, ids in zip(places, search(model, batch.source, batch.source_lengths), strict=True):
            found[place] = data.writer.decode(ids)
    return found


def train(
    model: nn.Module, data: PairData, metric: Metric, config: FitConfig, budget: int,
    smoothing: float | int = 0.0, checkpoint: Path | None = None, progress: bool = False, search: Search | None = None,
) -> History:  # fmt: skip
    """Train a model in place. After each epoch: "loss", teacher-forced, and "score", of what it writes (greedily)."""

    def evaluate(model: nn.Module) -> dict[str, float]:
        written = translate(model, data, "valid", budget, search or Search())
        return {
            "loss": teacher_forced(model, data, "valid", budget).nll,
            "score": metric(written, data.references["valid"]),
        }

    return fit(
        model, lambda shuffle: [batch for _, batch in data.batches("train", budget, shuffle)],
        TeacherForced(smoothing), evaluate, config, len(data.batches("train", budget)), checkpoint, progress,
    )  # fmt: skip


# --8<-- [end:train]


def exact(written: Sequence[str], references: Sequence[str]) -> float:
    """Share of texts without a single wrong character, in percent."""
    return 100 * sum(a == b for a, b in zip(written, references, strict=True)) / len(references)
