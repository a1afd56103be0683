"""Pairs of sequences to rectangular batches: what is read, what the decoder is given, and what it should answer."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import torch
from jaxtyping import Bool, Int
from torch import Tensor

from unrolled.data.specials import BOS, EOS, PAD


# --8<-- [start:batch]
class PairBatch(NamedTuple):
    """Padded pairs. `target_in` begins with BOS, `target_out` is the same one step on and ends with EOS."""

    source: Int[Tensor, "B S"]
    source_lengths: Int[Tensor, " B"]
    target_in: Int[Tensor, "B T"]
    target_out: Int[Tensor, "B T"]
    mask: Bool[Tensor, "B T"]  # True where `target_out` holds a token or EOS


def collate_pairs(sources: Sequence[Sequence[int]], targets: Sequence[Sequence[int]]) -> PairBatch:
    """Pad both sides on the right. Targets come without BOS and EOS, and may be empty.

    Raises:
        ValueError: no pairs, another number of targets than of sources, or an empty source.
    """
    if not sources or len(sources) != len(targets):
        raise ValueError(f"{len(sources)} sources and {len(targets)} targets do not make a batch of pairs")
    if empty := [row for row, source in enumerate(sources) if len(source) == 0]:
        raise ValueError(f"source {empty[0]} of the batch is empty: there is nothing to read")
    given = _padded([[BOS, *target] for target in targets])
    wanted = _padded([[*target, EOS] for target in targets])
    lengths = torch.tensor([len(target) + 1 for target in targets])
    mask = torch.arange(given.shape[1]) < lengths[:, None]  # (B, T)
    return PairBatch(_padded(sources), torch.tensor([len(source) for source in sources]), given, wanted, mask)


# --8<-- [end:batch]


# --8<-- [start:buckets]
def pair_buckets(
    source_lengths: Sequence[int], target_lengths: Sequence[int], budget: int, generator: torch.Generator | None = None
) -> list[list[int]]:
    """Group pairs of like lengths, so that neither rectangle of a batch holds more than `budget` tokens.

    Pairs are put in order of the target's length first, since the loop over its steps is what costs most, and of the
    source's length second.

    Args:
        source_lengths: tokens of each source.
        target_lengths: tokens of each target, EOS among them.
        budget: rows times longest row, for each of the two sides. A longer pair makes a batch of its own.
        generator: shuffles the batches, and jitters lengths by 5 % so that no two epochs batch alike.
            None keeps order of length.
    Returns: lists of indices. Each index stands in exactly one.
    Raises:
        ValueError: a length or the budget is not positive, or the two lists differ in size.
    """
    if len(source_lengths) != len(target_lengths):
        raise ValueError(f"{len(source_lengths)} sources and {len(target_lengths)} targets are no pairs")
    if budget < 1 or min([*source_lengths, *target_lengths], default=1) < 1:
        raise ValueError(f"lengths and budget must be positive, the budget is {budget}")
    sizes = torch.tensor([list(target_lengths), list(source_lengths)], dtype=torch.float64)  # (2, pairs)
    if generator is not None:
        sizes *= 0.95 + 0.1 * torch.rand(sizes.shape, generator=generator, dtype=torch.float64)
    key = sizes[0].round() + sizes[1] / (1.1 * max(source_lengths, default=0) + 1)  # what is added stays below 1
    longer = [max(pair) for pair in zip(source_lengths, target_lengths, strict=True)]
    batches: list[list[int]] = []
    longest = 0
    for i in torch.argsort(key, stable=True).tolist():
        longest = max(longest, longer[i])
        if not batches or longest * (len(batches[-1]) + 1) > budget:
            batches.append([])
            longest = longer[i]
        batches[-1].append(i)
    if generator is not None:
        batches = [batches[i] for i in torch.randperm(len(batches), generator=generator).tolist()]
    return batches


# --8<-- [end:buckets]


def batches_of(
    sources: Sequence[Sequence[int]],
    targets: Sequence[Sequence[int]],
    budget: int,
    generator: torch.Generator | None = None,
) -> Iterator[tuple[list[int], PairBatch]]:
    """Batches of pairs of like lengths, each with the places of its pairs.

    Raises:
        ValueError: a source is empty, the budget is not positive, or there are not as many targets as sources.
    """
    groups = pair_buckets([len(s) for s in sources], [len(t) + 1 for t in targets], budget, generator)
    for group in groups:
        yield group, collate_pairs([sources[i] for i in group], [targets[i] for i in group])


def _padded(rows: Sequence[Sequence[int]]) -> Int[Tensor, "B T"]:
    table = torch.full((len(rows), max(len(row) for row in rows)), PAD)
    for line, row in zip(table, rows, strict=True):
        line[: len(row)] = torch.tensor(row)
    return table
