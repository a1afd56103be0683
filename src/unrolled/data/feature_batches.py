"""Frames of features as batches: recordings of unlike length, padded with zeros."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from unrolled.data.batching import buckets


class FeatureBatch(NamedTuple):
    """Padded features, how many frames each recording truly has, and its class."""

    x: Float[Tensor, "B T D"]
    lengths: Int[Tensor, " B"]
    labels: Int[Tensor, " B"]


# --8<-- [start:pad]
def pad(features: Sequence[Tensor], labels: Sequence[int]) -> FeatureBatch:
    """One batch of recordings, each (T, D) with a T of its own.

    Raises:
        ValueError: no recordings, or another number of labels.
    """
    if not features or len(features) != len(labels):
        raise ValueError(f"{len(features)} recordings and {len(labels)} labels do not make a batch")
    x = nn.utils.rnn.pad_sequence(list(features), batch_first=True)
    return FeatureBatch(x, torch.tensor([len(f) for f in features]), torch.tensor(labels))


# --8<-- [end:pad]


def feature_batches(
    features: Sequence[Tensor], labels: Sequence[int], budget: int, shuffle: torch.Generator | None = None
) -> list[FeatureBatch]:
    """All recordings in batches of at most `budget` frames, those of like length together."""
    groups = buckets([len(f) for f in features], budget, shuffle)
    return [pad([features[i] for i in group], [labels[i] for i in group]) for group in groups]


# --8<-- [start:standard]
class Standard(NamedTuple):
    """Mean and spread of each feature over all training frames: each becomes (value - mean) / spread."""

    mean: Float[Tensor, " D"]
    spread: Float[Tensor, " D"]

    @classmethod
    def of(cls, features: Sequence[Tensor]) -> "Standard":
        """Of training recordings, and of nothing else."""
        frames = torch.cat(list(features))
        return cls(frames.mean(dim=0), frames.std(dim=0).clamp(min=1e-6))

    def __call__(self, features: Float[Tensor, "T D"]) -> Float[Tensor, "T D"]:
        return (features - self.mean) / self.spread


def centred(features: Float[Tensor, "T D"]) -> Float[Tensor, "T D"]:
    """Features less their mean over the recording: what a microphone or a voice adds to all frames is gone."""
    # (speech.5)
    return features - features.mean(dim=0)


# --8<-- [end:standard]
