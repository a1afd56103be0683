"""Label ratios against counting by hand, and what may not leak into them; a classifier that reads them."""

from collections import Counter
from dataclasses import replace
from math import log

import numpy as np
import pytest
import torch
from hypothesis import example, given
from hypothesis import strategies as st

from unrolled.data.imdb import Review
from unrolled.experiments import sentiment_ratios
from unrolled.experiments.sentiment_ratios import QUICK, build, one_run
from unrolled.experiments.sentiment_ratios_report import report
from unrolled.label_ratios import LabelRatios, run_numbers
from unrolled.models.ratio_classifier import RatioClassifier
from unrolled.ratio_task import RatioData, loss_of, without_order
from unrolled.training import FitConfig

TEXTS = [["a", "b", "c"], ["a", "b"], ["c", "a"], ["b", "c", "a", "a"], ["b", "b", "d"]]
LABELS = [1, 0, 1, 0, 1]
TIGHT = {"atol": 1e-10, "rtol": 0}


def by_hand(texts, labels, text, size, step):
    """The ratio at one step, straight from its definition, with words and not with numbers."""
    padded = [""] * size + text
    run = tuple(padded[step + 1 : step + 1 + size])
    held = Counter()
    for other, label in zip(texts, labels, strict=True):
        padded = [""] * size + other
        held[label] += any(tuple(padded[t + 1 : t + 1 + size]) == run for t in range(len(other)))
    return log((held[1] + 1) / (held[0] + 1))


@pytest.mark.equation("sentiment.6")
def test_a_text_that_was_not_counted_gets_the_ratios_of_all_that_were():
    found = LabelRatios(TEXTS, LABELS, longest=3, folds=2)
    for text in (["a", "b", "c", "a"], ["b", "d", "e", "a", "a"], ["d"]):
        expected = [[by_hand(TEXTS, LABELS, text, n, t) for n in (1, 2, 3)] for t in range(len(text))]
        np.testing.assert_allclose(found(text), expected, atol=1e-6)


@pytest.mark.equation("sentiment.7")
@pytest.mark.parametrize("folds", [2, 3, 5])
def test_a_text_that_was_counted_gets_ratios_without_its_fold(folds):
    found = LabelRatios(TEXTS, LABELS, longest=3, folds=folds)
    for i, text in enumerate(TEXTS):
        others = [k for k in range(len(TEXTS)) if k % folds != i % folds]
        rest, labels = [TEXTS[k] for k in others], [LABELS[k] for k in others]
        expected = [[by_hand(rest, labels, text, n, t) for n in (1, 2, 3)] for t in range(len(text))]
        np.testing.assert_allclose(found.training[i], expected, atol=1e-6)


def test_its_own_label_changes_nothing_in_the_ratios_of_a_training_text_but_with_one_fold_it_does():
    for folds, same in ((2, True), (1, False)):
        one, other = (LabelRatios(TEXTS, [label, *LABELS[1:]], 3, folds).training[0] for label in (0, 1))
        assert np.array_equal(one, other) == same


@example([1, 0], [0, 2**20])
@given(st.lists(st.integers(0, 2**21 - 1), max_size=6), st.lists(st.integers(0, 2**21 - 1), max_size=6))
def test_two_runs_have_one_number_only_if_they_are_the_same_run(one, other):
    for size in (1, 2, 3):
        for left, i in zip(run_numbers(one, size), range(len(one)), strict=True):
            for right, k in zip(run_numbers(other, size), range(len(other)), strict=True):
                runs = [([0] * size + words)[at + 1 : at + 1 + size] for words, at in ((one, i), (other, k))]
                assert (left == right) == (runs[0] == runs[1])


def test_odd_arguments_are_refused():
    with pytest.raises(ValueError, match="runs of 4 words"):
        run_numbers([1, 2], 4)
    with pytest.raises(ValueError, match="must be below"):
        run_numbers([2**21], 1)
    with pytest.raises(ValueError, match="2 texts, 1 labels and 10 folds"):
        LabelRatios(TEXTS[:2], [1])
    with pytest.raises(ValueError, match="0 folds"):
        LabelRatios(TEXTS, LABELS, folds=0)


def model(ratios: int) -> RatioClassifier:
    table = np.random.default_rng(0).normal(size=(12, 3))
    return RatioClassifier(table, 4, ratios).eval()


@pytest.mark.equation("sentiment.8")
@pytest.mark.usefixtures("double")
def test_the_network_reads_vectors_and_ratios_side_by_side_forward_and_backward():
    torch.manual_seed(0)
    network, oracle = model(2), torch.nn.LSTM(5, 4, batch_first=True, bidirectional=True)
    layers = (network.recurrent.ahead.cell, network.recurrent.back.cell)
    with torch.no_grad():
        for end, cell in zip(("", "_reverse"), layers, strict=True):
            getattr(oracle, f"weight_ih_l0{end}").copy_(cell.W)
            getattr(oracle, f"weight_hh_l0{end}").copy_(cell.U)
            getattr(oracle, f"bias_ih_l0{end}").copy_(cell.b)
            getattr(oracle, f"bias_hh_l0{end}").zero_()
    tokens, ratios = torch.randint(2, 12, (1, 6)), torch.randn(1, 6, 3, requires_grad=True)
    x = torch.stack([torch.cat([network.embed.weight[w], ratios[0, t, :2]]) for t, w in enumerate(tokens[0])])
    expected = network.score(oracle(x[None])[0].amax(1))[:, 0]
    found = network(tokens, torch.tensor([6]), ratios)
    torch.testing.assert_close(found, expected, **TIGHT)
    of = [ratios, network.embed.weight, network.score.weight]
    for a, b in zip(torch.autograd.grad(found.sum(), of), torch.autograd.grad(expected.sum(), of), strict=True):
        torch.testing.assert_close(a, b, **TIGHT)


@pytest.mark.usefixtures("double")
def test_padding_and_a_third_ratio_change_nothing():
    network = model(2)
    tokens, ratios, lengths = torch.randint(2, 12, (3, 5)), torch.randn(3, 5, 3), torch.tensor([5, 2, 4])
    found = network(tokens, lengths, ratios)
    other = torch.nn.functional.pad(ratios, (0, 0, 0, 2), value=7.0)
    other[..., 2] = -3.0
    torch.testing.assert_close(network(torch.nn.functional.pad(tokens, (0, 2)), lengths, other), found, **TIGHT)


ROWS = [Review("a good film . " * n, 1) for n in (1, 2, 3)] + [Review("a bad film ! " * n, 0) for n in (1, 2, 3)]
SMALL = replace(
    QUICK["ratios"],
    vocabulary=8,
    embedding=3,
    hidden=4,
    limit=20,
    budget=24,
    folds=3,
    fit=FitConfig(epochs=2, warmup=1),
)


@pytest.fixture(name="data")
def small_data(monkeypatch) -> RatioData:
    found = RatioData(dict.fromkeys(("train", "valid", "test"), ROWS), 8, 20, folds=3)
    monkeypatch.setattr(sentiment_ratios, "read_data", lambda _config: found)
    return found


def test_batches_carry_each_text_with_its_own_ratios(data):
    for places, batch in data.batches("train", 24, torch.Generator().manual_seed(1)):
        for row, i in enumerate(places):
            n = int(batch.lengths[row])
            assert batch.tokens[row, :n].tolist() == data.indices["train"][i]
            assert np.array_equal(batch.ratios[row, :n].numpy(), data.ratios["train"][i])
            assert not batch.ratios[row, n:].any()
            assert batch.labels[row] == ROWS[i].label


def test_validation_and_test_are_not_counted(data):
    assert np.array_equal(data.ratios["test"][0], data.counted(["a", "good", "film", "."]))
    assert not np.array_equal(data.ratios["train"][0], data.ratios["test"][0])
    assert without_order(data)["test"].shape == (6, 3)


@pytest.mark.usefixtures("data")
def test_a_run_from_end_to_end_is_kept_and_taken_up(tmp_path):
    found = one_run(SMALL, tmp_path / "run")
    assert len(found["scores"]) == len(ROWS)
    assert one_run(SMALL, tmp_path / "run") == found
    assert (tmp_path / "run.safetensors").exists()


def test_without_ratios_the_network_is_smaller_by_their_columns(data):
    with_them, without = (build(replace(SMALL, ratios=n), data) for n in (3, 0))
    sizes = [sum(p.numel() for p in m.parameters()) for m in (with_them, without)]
    assert sizes[0] - sizes[1] == 2 * 4 * 4 * 3  # two directions, four gates of H rows, three columns
    _, batch = data.batches("train", 100)[0]
    assert torch.isfinite(loss_of(without, batch))


def test_report_names_seeds_together_and_baselines():
    history = [{"loss": 0.5, "accuracy": 0.5, "train_loss": 0.6}, {"loss": 0.4, "accuracy": 0.75, "train_loss": 0.3}]
    rest = {"history": history, "best_epoch": 2, "minutes": 1.0, "peak_mib": 10.0, "parameters": 7}
    runs = [{"scores": s, **rest} for s in ([3.0, -1.0, -1.0, 1.0], [-1.0, -2.0, -1.0, -3.0])]
    values, body = report({"ratios": runs}, {"counts": [1.0] * 4}, [1, 0, 0, 0])
    assert values["ratios.test_accuracy"]["data"] == [75, 75]
    assert values["together.ratios.test_accuracy"]["data"] == [100]
    assert values["ratios.valid_accuracy"]["data"] == [75, 75]
    assert values["counts.test_accuracy"]["data"] == [25]
    assert body["curves"]["ratios"][0] == history
