"""Batches of like length: each sequence once, padding where it belongs, little of it."""

import itertools

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from unrolled.data.batching import buckets, collate
from unrolled.data.vocabulary import PAD

LENGTHS = st.lists(st.integers(1, 400), min_size=1, max_size=200)


def seeded(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def padded(batches: list[list[int]], lengths: list[int]) -> int:
    return sum(len(batch) * max(lengths[i] for i in batch) for batch in batches)


@given(LENGTHS, st.integers(1, 5_000), st.none() | st.integers(0, 9))
def test_each_sequence_once_and_no_batch_over_budget(lengths, budget, seed):
    batches = buckets(lengths, budget, None if seed is None else seeded(seed))
    assert sorted(i for batch in batches for i in batch) == list(range(len(lengths)))
    for batch in batches:
        assert batch
        assert len(batch) == 1 or len(batch) * max(lengths[i] for i in batch) <= budget


@given(LENGTHS, st.integers(400, 5_000))
def test_sorted_batches_are_as_full_as_they_can_be(lengths, budget):
    batches = buckets(lengths, budget)
    for batch, following in itertools.pairwise(batches):
        assert max(lengths[i] for i in batch) <= lengths[following[0]]
        assert (len(batch) + 1) * lengths[following[0]] > budget


def test_waste_is_bounded_where_random_batches_waste_much():
    lengths = torch.randint(20, 400, (2_000,), generator=seeded(0)).tolist()
    real = sum(lengths)
    assert padded(buckets(lengths, 8_000), lengths) < 1.05 * real
    assert padded(buckets(lengths, 8_000, seeded(1)), lengths) < 1.25 * real
    order = torch.randperm(2_000, generator=seeded(2)).tolist()
    assert padded([order[i : i + 32] for i in range(0, 2_000, 32)], lengths) > 1.5 * real


def test_generator_makes_epochs_differ_and_repeats_by_seed():
    lengths = torch.randint(20, 400, (300,), generator=seeded(0)).tolist()
    assert buckets(lengths, 4_000, seeded(1)) == buckets(lengths, 4_000, seeded(1))
    assert buckets(lengths, 4_000, seeded(1)) != buckets(lengths, 4_000, seeded(2))
    generator = seeded(1)
    assert buckets(lengths, 4_000, generator) != buckets(lengths, 4_000, generator)


@pytest.mark.parametrize(("lengths", "budget"), [([3, 0], 10), ([3, -1], 10), ([3], 0)])
def test_buckets_refuse_what_is_not_positive(lengths, budget):
    with pytest.raises(ValueError, match="must be positive"):
        buckets(lengths, budget)


def test_nothing_makes_no_batches():
    assert buckets([], 10) == []


@given(st.lists(st.lists(st.integers(1, 99), min_size=1, max_size=20), min_size=1, max_size=12))
def test_collate_pads_on_the_right_only(sequences):
    batch = collate(sequences, [i % 2 for i in range(len(sequences))])
    assert batch.tokens.shape == (len(sequences), max(map(len, sequences)))
    assert batch.tokens.dtype == torch.int64
    assert batch.lengths.tolist() == [len(s) for s in sequences]
    assert batch.labels.tolist() == [float(i % 2) for i in range(len(sequences))]
    for row, sequence in zip(batch.tokens.tolist(), sequences, strict=True):
        assert row == sequence + [PAD] * (len(row) - len(sequence))


@pytest.mark.parametrize(
    ("sequences", "labels", "words"),
    [
        ([], [], "do not make a batch"),
        ([[1]], [0, 1], "do not make a batch"),
        ([[1], []], [0, 1], "sequence 1 .* empty"),
    ],
)
def test_collate_refuses_what_makes_no_batch(sequences, labels, words):
    with pytest.raises(ValueError, match=words):
        collate(sequences, labels)
