"""The bugs of the museum are bugs, the sound program is sound, and the two claims' tasks are what they say."""

import pytest
import torch
from torch import nn

from unrolled.checks.invariance import company_changes, padding_changes
from unrolled.data.imdb import Review
from unrolled.experiments.bugs_growth import GrowthConfig, chunk_seconds
from unrolled.experiments.bugs_run import BUGS, Config, batches, build, measure, squashed_twice, train
from unrolled.experiments.claims_reverse import ReverseConfig, Translator, pairs, translate
from unrolled.experiments.claims_start import Started
from unrolled.layers.torch_layers import TorchGRU
from unrolled.review_task import ReviewData, loss_of

TINY = Config(vocabulary=40, embedding=4, hidden=5, batch=4, epochs=1)


@pytest.fixture
def data():
    rows = [Review(f"{'good' if label else 'bad'} film number {i} " + "and so on " * (i % 4), label)
            for i, label in enumerate([0, 1] * 6)]  # fmt: skip
    return ReviewData(dict.fromkeys(("train", "valid", "test"), rows), 40, 30)


def example(data):
    (batch, *_) = batches(data, "test", 6, torch.Generator().manual_seed(0))
    return batch.tokens, batch.lengths


def test_the_sound_program_ignores_padding_and_company(data):
    model = build(BUGS["none"], TINY, len(data.vocabulary)).eval()
    assert padding_changes(model, *example(data)) < 1e-6
    assert company_changes(model, *example(data)) < 1e-6


@pytest.mark.parametrize("name", ["last column", "axes swapped", "reshaped"])
def test_a_planted_bug_shows_in_company(data, name):
    torch.manual_seed(0)
    model = build(BUGS[name], TINY, len(data.vocabulary)).eval()
    assert company_changes(model, *example(data)) > 1e-5


def test_a_leaking_state_makes_a_second_reading_differ(data):
    torch.manual_seed(0)
    model = build(BUGS["leaking state"], TINY, len(data.vocabulary)).eval()
    tokens, lengths = example(data)
    assert not torch.allclose(model(tokens, lengths), model(tokens, lengths), atol=1e-5)


class Sure(nn.Module):
    """Right about every row, and sure of it."""

    def __init__(self, labels):
        super().__init__()
        self.labels = labels

    def forward(self, *_):
        return 50.0 * (2 * self.labels - 1)


def test_squashed_twice_cannot_reach_zero(data):
    (batch, *_) = batches(data, "test", 6, torch.Generator().manual_seed(0))
    assert loss_of(Sure(batch.labels), batch) < 1e-6
    assert squashed_twice(Sure(batch.labels), batch) > 0.3


def rows_of(data, bug):
    found = batches(data, "train", 1, torch.Generator().manual_seed(0), BUGS[bug])
    return [row for batch in found for row in batch.tokens.tolist()]


def test_sorting_and_scrambling_do_what_they_say(data):
    labels = torch.cat([b.labels for b in batches(data, "train", 4, torch.Generator(), BUGS["sorted by label"])])
    assert labels.tolist() == sorted(labels.tolist())
    plain, mixed = rows_of(data, "none"), rows_of(data, "words scrambled")
    assert sorted(map(sorted, plain)) == sorted(map(sorted, mixed))  # the same words in each sentence
    assert any(row not in plain for row in mixed)


@pytest.mark.parametrize("name", BUGS)
def test_every_program_runs_to_its_end(data, name):
    found = measure(train(BUGS[name], data, TINY, seed=0), data, 4)
    assert set(found) == {"batches", "alone", "batches_loss", "alone_loss"}
    assert 0 <= found["batches"] <= 100


def test_chunks_are_timed_both_ways():
    config = GrowthConfig(chunks=3, steps=4)
    assert [len(chunk_seconds(detach, config, 0)) for detach in (True, False)] == [3, 3]


def test_targets_are_sources_through_one_table():
    config = ReverseConfig(symbols=5, length=4)
    source, target = pairs(50, config, torch.Generator().manual_seed(0))
    table = dict(zip(source.flatten().tolist(), target.flatten().tolist(), strict=True))
    assert torch.equal(target, torch.tensor([[table[s] for s in row] for row in source.tolist()]))
    assert sorted(table.values()) == list(range(5))


def test_writing_agrees_with_teacher_forcing_on_what_was_written():
    torch.manual_seed(0)
    config = ReverseConfig(symbols=5, length=6, hidden=8, embedding=4)
    model = Translator(config)
    source, _ = pairs(7, config, torch.Generator().manual_seed(1))
    written = model.write(source)
    before = torch.cat([torch.full((7, 1), 5), written[:, :-1]], dim=1)
    assert torch.equal(model(source, before).argmax(-1), written)


def test_a_small_translator_learns_beyond_guessing():
    config = ReverseConfig(symbols=4, length=3, hidden=16, embedding=8, batch=32, updates=150, test=100)
    assert translate(True, config, 0)["symbols"] > 60  # guessing: 25


def test_starts_differ_in_where_they_begin():
    torch.manual_seed(0)
    x = torch.randn(2, 3, 4)
    layer = TorchGRU(4, 5)
    zeros, learned = (Started(layer, 5, how)(x)[0] for how in ("zeros", "learned"))
    assert torch.allclose(zeros, learned)  # a learnt start begins at zero
    assert torch.allclose(zeros, layer(x)[0])
    assert not torch.allclose(Started(layer, 5, "random")(x)[0], zeros)
