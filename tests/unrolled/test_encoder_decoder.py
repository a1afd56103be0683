"""Taught and on its own: both losses and exposure bias against plain loops, and the experiment that measures them."""

import math
from dataclasses import replace

import pytest
import torch

from unrolled.data.clauses import Words, load, split_clauses
from unrolled.data.pairs import collate_pairs
from unrolled.data.specials import BOS, EOS
from unrolled.experiments import encoder_decoder as experiment
from unrolled.experiments.encoder_decoder_report import curves, summarise
from unrolled.experiments.pair_fit import Pairs, forced_loss
from unrolled.free_run import BothWays, both_ways, exposure, weights_of_steps, whole
from unrolled.models.seq2seq import Seq2Seq
from unrolled.training import FitConfig

TIGHT = {"atol": 1e-10, "rtol": 1e-10}

pytestmark = pytest.mark.usefixtures("double")


def model_and_pairs():
    """A model with random weights, and pairs of unlike lengths."""
    model = Seq2Seq(12, 9, 4, 5).eval()
    with torch.no_grad():
        for weight in model.parameters():
            weight.add_(torch.randn_like(weight) * 0.4)
    sources = [[4, 5, 6, 11], [7], [8, 9]]
    return model, sources, [[4, 5], [6, 7, 8, 4], [5]]


def by_hand(model, source, target, free):
    """Losses of each true token, and whether it was the likeliest, one sequence at a time."""
    state, token, losses, right = model.start(torch.tensor([source]), torch.tensor([len(source)])), BOS, [], []
    for wanted in [*target, EOS]:
        logits, state = model.step(torch.tensor([token]), state)
        p = logits[0].exp() / logits[0].exp().sum()
        losses.append(-p[wanted].log().item())
        right.append(int(p.argmax()) == wanted)
        token = int(p.argmax()) if free else wanted
    return losses, right


@pytest.mark.equation("encoder-decoder.6")
@pytest.mark.equation("encoder-decoder.9")
def test_both_losses_equal_sums_over_single_tokens():
    model, sources, targets = model_and_pairs()
    batch = collate_pairs(sources, targets)
    run = both_ways(model, batch)
    for free, name in ((False, "forced"), (True, "free")):
        rows = [by_hand(model, s, t, free) for s, t in zip(sources, targets, strict=True)]
        expected = torch.tensor([loss for losses, _ in rows for loss in losses])
        torch.testing.assert_close(getattr(run, f"{name}_nll")[run.mask], expected, **TIGHT)
        assert getattr(run, name)[run.mask].tolist() == [r for _, right in rows for r in right]
        if not free:
            torch.testing.assert_close(forced_loss(model, batch), expected.mean(), **TIGHT)
            assert expected.numel() == int(run.mask.sum()) == 10  # seven tokens, and three ends
    assert whole(run).tolist() == [all(by_hand(model, s, t, True)[1]) for s, t in zip(sources, targets, strict=True)]


@pytest.mark.equation("encoder-decoder.10")
def test_exposure_counts_the_steps_after_a_first_mistake_and_no_padding():
    generator = torch.Generator().manual_seed(3)
    runs = []
    for _ in range(20):
        forced, free = (torch.rand(4, 6, generator=generator) < 0.6 for _ in range(2))
        lengths = torch.randint(1, 7, (4,), generator=generator)
        zeros = torch.zeros(4, 6)
        runs.append(BothWays(forced, free, zeros, zeros, torch.arange(6) < lengths[:, None]))
    gaps, itself = [], []
    for run in runs:
        for b in range(4):
            n = int(run.mask[b].sum())
            for t in range(n):
                if not all(run.free[b, :t].tolist()):
                    gaps.append(int(run.forced[b, t]) - int(run.free[b, t]))
                    itself.append(int(run.free[b, t]))
    found = exposure(runs)
    assert found.steps == len(gaps)
    assert found.corrected - found.reading_itself == pytest.approx(sum(gaps) / len(gaps))
    assert found.reading_itself == pytest.approx(sum(itself) / len(itself))
    true = torch.ones(1, 3, dtype=torch.bool)
    with pytest.raises(ValueError, match="no step comes after a mistake"):
        exposure([BothWays(true, true, torch.zeros(1, 3), torch.zeros(1, 3), true)])


def test_writing_stops_at_the_end_and_keeps_a_row_of_weights_for_each_step():
    model, sources, _ = model_and_pairs()
    with torch.no_grad():
        model.decoder.read.bias[EOS] = 50.0
    written, weights = weights_of_steps(model, torch.tensor([sources[0]]), BOS, EOS)
    assert (written, weights.shape) == ([EOS], (1, 4))
    with torch.no_grad():
        model.decoder.read.bias[EOS] = -50.0
    written, weights = weights_of_steps(model, torch.tensor([sources[0]]), BOS, EOS, most=7)
    assert (len(written), weights.shape) == (7, (7, 4))
    torch.testing.assert_close(weights.sum(dim=1), torch.ones(7), **TIGHT)


def test_clauses_hold_common_words_only_and_stand_in_one_split():
    assert split_clauses("And God said, Let there be light: and there was light.") == [
        "and god said", "let there be light", "and there was light",
    ]  # fmt: skip
    rows = load(60, splits={"valid": 30, "test": 20})
    assert (len(rows["valid"]), len(rows["test"])) == (30, 20)
    everything = [clause for split in rows.values() for clause in split]
    assert len(everything) == len(set(everything))
    assert len({word for clause in everything for word in clause.split()}) <= 60
    with pytest.raises(ValueError, match="clauses to hold out, but there are only"):
        load(3)
    words = Words(["and it was so", "so be it"])
    assert words.decode(words.encode("so it was")) == "so it was"
    assert words.encode("never") == [1]


def test_counted_words_know_what_follows_but_not_what_was_read():
    loss, right = experiment.counted(["a b", "a b", "a c"], ["a b"], share=1.0)
    assert loss == pytest.approx(-(math.log(1 + 1e-6) + math.log(2 / 3 + 1e-6) + math.log(1 + 1e-6)) / 3)
    assert right == 100


@pytest.mark.parametrize("name", ["one vector, scheduled sampling", "attention"])
def test_the_experiment_runs_and_reports_every_length(name):
    torch.set_default_dtype(torch.float32)
    rows = [[4 + (i + k) % 6 for k in range(1 + i % 15)] for i in range(60)]
    data = {split: Pairs(rows, rows) for split in ("train", "valid", "test")}
    config = experiment.Config(embedding=4, budget=100, fit=FitConfig(epochs=1, warmup=2))
    found = {name: [experiment.one_run(replace(experiment.ARMS[name], hidden=6), config, data, 10, 0)]}
    values, body = summarise(found), curves(found)
    assert 0 <= next(v for k, v in values.items() if k.endswith(".exact"))["data"][0] <= 100
    assert len(body["forced"][name]) == len(body["free"][name]) == 9
    assert len(body["exact"][name]) == len(body["bins"]) == 5
