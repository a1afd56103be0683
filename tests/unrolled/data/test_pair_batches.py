"""Batches of pairs: every pair once, nothing lost, little padding."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from unrolled.data.pairs import batches_of, collate_pairs, pair_buckets
from unrolled.data.specials import BOS, EOS, PAD

ROWS = st.lists(
    st.tuples(st.lists(st.integers(4, 9), min_size=1, max_size=12), st.lists(st.integers(4, 9), max_size=12)),
    min_size=1,
    max_size=30,
)


def test_a_batch_by_hand():
    batch = collate_pairs([[7, 8, 9], [5]], [[4], [6, 4]])
    assert batch.source.tolist() == [[7, 8, 9], [5, PAD, PAD]]
    assert batch.source_lengths.tolist() == [3, 1]
    assert batch.target_in.tolist() == [[BOS, 4, PAD], [BOS, 6, 4]]
    assert batch.target_out.tolist() == [[4, EOS, PAD], [6, 4, EOS]]
    assert batch.mask.tolist() == [[True, True, False], [True, True, True]]


def test_an_empty_target_is_an_end_and_nothing_else():
    batch = collate_pairs([[7]], [[]])
    assert (batch.target_in.tolist(), batch.target_out.tolist()) == ([[BOS]], [[EOS]])
    assert batch.mask.all()


@pytest.mark.parametrize(
    ("sources", "targets", "words"),
    [([], [], "0 sources"), ([[1]], [], "1 sources and 0 targets"), ([[4], []], [[4], [4]], "source 1 of the batch")],
)
def test_what_is_no_batch_of_pairs(sources, targets, words):
    with pytest.raises(ValueError, match=words):
        collate_pairs(sources, targets)


@given(ROWS, st.integers(1, 60), st.booleans())
def test_every_pair_comes_once_and_whole(rows, budget, shuffle):
    sources, targets = [list(side) for side in zip(*rows, strict=True)]
    generator = torch.Generator().manual_seed(1) if shuffle else None
    seen = []
    for places, batch in batches_of(sources, targets, budget, generator):
        assert len(places) == 1 or max(batch.source.numel(), batch.target_in.numel()) <= budget
        assert torch.equal(batch.mask, batch.target_out != PAD)
        for row, place in enumerate(places):
            seen.append(place)
            assert batch.source[row, : batch.source_lengths[row]].tolist() == sources[place]
            assert batch.target_out[row][batch.mask[row]].tolist() == [*targets[place], EOS]
            assert batch.target_in[row][batch.mask[row]].tolist() == [BOS, *targets[place]]
    assert sorted(seen) == list(range(len(rows)))


def test_batches_are_shuffled_and_again_the_same():
    lengths = [1 + i % 13 for i in range(200)]
    first, again, other = (
        pair_buckets(lengths, lengths[::-1], 60, torch.Generator().manual_seed(seed)) for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other
    assert pair_buckets(lengths, lengths[::-1], 60) == pair_buckets(lengths, lengths[::-1], 60)


def test_targets_of_one_length_are_put_in_order_of_their_sources():
    generator = torch.Generator().manual_seed(0)
    sources = torch.randint(8, 40, (2000,), generator=generator).tolist()
    for shuffle in (None, generator):
        groups = pair_buckets(sources, [11] * 2000, 1000, shuffle)
        cells = sum(len(group) * max(sources[i] for i in group) for group in groups)
        assert sum(sources) / cells > 0.9


def test_there_is_little_padding_in_the_targets():
    generator = torch.Generator().manual_seed(0)
    targets = torch.randint(5, 40, (2000,), generator=generator)
    sources = (targets + torch.randint(0, 6, (2000,), generator=generator)).tolist()
    targets = targets.tolist()
    groups = pair_buckets(sources, targets, 1000, generator)
    cells = sum(len(group) * max(targets[i] for i in group) for group in groups)
    assert sum(targets) / cells > 0.9
    cells = sum(len(group) * max(sources[i] for i in group) for group in groups)
    assert sum(sources) / cells > 0.85


@pytest.mark.parametrize(
    ("sources", "targets", "budget", "words"),
    [([1, 2], [1], 9, "are no pairs"), ([1], [1], 0, "budget is 0"), ([0], [1], 9, "must be positive")],
)
def test_wrong_lengths_are_refused(sources, targets, budget, words):
    with pytest.raises(ValueError, match=words):
        pair_buckets(sources, targets, budget)
