"""Sequences of unlike length to rectangular batches, with as little padding as can be."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from jaxtyping import Float, Int
from torch import Tensor

from unrolled.data.vocabulary import PAD


class Batch(NamedTuple):
    """Padded sequences, how long each truly is, and their labels."""

    tokens: Int[Tensor, "B T"]
    lengths: Int[Tensor, " B"]
    labels: Float[Tensor, " B"]


# --8<-- [start:buckets]
def buckets(lengths: Sequence[int], budget: int, generator: torch.Generator | None = None) -> list[list[int]]:
    """Group sequences of like length, so that each padded batch holds at most `budget` tokens.

    Args:
        lengths: length of each sequence, in tokens.
        budget: rows times longest row of one batch. A longer sequence makes a batch of its own.
        generator: shuffles the batches, and jitters lengths by 10 % so that no two epochs batch alike.
            None keeps order of length.
    Returns: lists of indices into `lengths`. Each index stands in exactly one.
    Raises:
        ValueError: a length or the budget is not positive.
    """
    if budget < 1 or any(n < 1 for n in lengths):
        raise ValueError(f"lengths and budget must be positive: budget {budget}, shortest {min(lengths, default=0)}")
    key = torch.tensor(lengths, dtype=torch.float64)
    if generator is not None:
        key *= 0.9 + 0.2 * torch.rand(len(lengths), generator=generator, dtype=torch.float64)
    batches: list[list[int]] = []
    longest = 0
    for i in torch.argsort(key, stable=True).tolist():
        longest = max(longest, lengths[i])
        if not batches or longest * (len(batches[-1]) + 1) > budget:
            batches.append([])
            longest = lengths[i]
        batches[-1].append(i)
    if generator is not None:
        order = torch.randperm(len(batches), generator=generator).tolist()
        batches = [batches[i] for i in order]
    return batches


# --8<-- [end:buckets]


def collate(sequences: Sequence[Sequence[int]], labels: Sequence[int]) -> Batch:
    """Pad sequences on the right to the longest of them.

    Raises:
        ValueError: no sequences, an empty one, or another number of labels.
    """
    if not sequences or len(sequences) != len(labels):
        raise ValueError(f"{len(sequences)} sequences and {len(labels)} labels do not make a batch")
    lengths = torch.tensor([len(s) for s in sequences])
    if int(lengths.min()) == 0:
        raise ValueError(f"sequence {int(lengths.argmin())} of the batch is empty: it has no last step to read")
    tokens = torch.full((len(sequences), int(lengths.max())), PAD)  # (B, T)
    for row, sequence in zip(tokens, sequences, strict=True):
        row[: len(sequence)] = torch.tensor(sequence)
    return Batch(tokens, lengths, torch.tensor(labels, dtype=torch.get_default_dtype()))
