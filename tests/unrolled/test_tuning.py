"""Random search: its draws, what the best of n is worth, and a sweep that goes on after a kill."""

import json
import math
from itertools import product

import pytest
import torch
from scipy import stats

from unrolled.experiments import tuning
from unrolled.experiments.tuning_run import Setting, build, make_optimizer, pace
from unrolled.search import draw, expected_best, log_uniform, standard_error


@pytest.mark.equation("tuning.1")
def test_rates_are_uniform_in_their_logarithm():
    generator = torch.Generator().manual_seed(0)
    rates = [log_uniform(1e-4, 1e-1, generator) for _ in range(4_000)]
    assert min(rates) >= 1e-4
    assert max(rates) <= 1e-1
    expected = stats.loguniform(1e-4, 1e-1)
    assert stats.kstest(rates, expected.cdf).pvalue > 0.01
    twin = torch.Generator().manual_seed(0)
    assert rates[0] == pytest.approx(expected.ppf(torch.rand(1, generator=twin, dtype=torch.float64).item()), rel=1e-10)


@pytest.mark.parametrize(("low", "high"), [(0.0, 1.0), (1.0, 1.0), (2.0, 1.0), (-1.0, 1.0)])
def test_a_range_without_a_logarithm_is_refused(low, high):
    with pytest.raises(ValueError, match="0 < low < high"):
        log_uniform(low, high, torch.Generator())


@pytest.mark.equation("tuning.2")
@pytest.mark.parametrize("n", [1, 2, 3])
def test_expected_best_is_the_mean_over_all_draws(n):
    scores = [3.0, -1.0, 7.5, 7.5]
    every = [max(drawn) for drawn in product(scores, repeat=n)]
    assert expected_best(scores, n) == pytest.approx(sum(every) / len(every), abs=1e-12)


def test_expected_best_of_nothing_is_refused():
    with pytest.raises(ValueError, match="at least 1"):
        expected_best([], 1)
    with pytest.raises(ValueError, match="at least 1"):
        expected_best([1.0], 0)


@pytest.mark.equation("tuning.3")
@pytest.mark.parametrize(("share", "count"), [(0.5, 100), (0.76, 1000), (1.0, 7)])
def test_standard_error_is_that_of_the_binomial(share, count):
    assert standard_error(share, count) == pytest.approx(stats.binom(count, share).std() / count, abs=1e-12)


def test_standard_error_of_no_share_is_refused():
    with pytest.raises(ValueError, match="0 to 1"):
        standard_error(1.2, 10)


def test_draws_come_from_the_choices_and_are_the_same_again():
    first, second = (
        [draw(tuning.CHOICES, tuning.RATES, generator) for _ in range(50)]
        for generator in (torch.Generator().manual_seed(3), torch.Generator().manual_seed(3))
    )
    assert first == second
    for found in first:
        assert all(found[name] in options for name, options in tuning.CHOICES.items())
        low, high = tuning.RATES[found["optimizer"]]
        assert low <= found["learning_rate"] <= high


def test_pace_warms_up_and_ends_at_nothing():
    steps = 100
    assert [pace("constant", step, steps) for step in (0, 50, 99)] == [1.0, 1.0, 1.0]
    assert pace("cosine", 0, steps) < 0.2
    assert pace("cosine", 10, steps) == pytest.approx(0.5 * (1 + math.cos(0.1 * math.pi)))
    assert pace("cosine", 99, steps) < 0.001


def test_what_is_unknown_is_refused_by_name():
    with pytest.raises(ValueError, match="adamw, rmsprop or sgd"):
        make_optimizer(Setting(optimizer="adamax"), torch.nn.Linear(1, 1))
    with pytest.raises(ValueError, match="constant or cosine"):
        pace("linear", 0, 1)


def test_the_model_has_the_layers_and_units_it_was_asked_for():
    model = build(Setting(hidden=8, layers=2), words=20)
    sizes = [tuple(layer.module.weight_hh_l0.shape) for layer in model.recurrent.layers]
    assert sizes == [(24, 8), (24, 8)]


def test_a_killed_sweep_goes_on_where_it_was(tmp_path, monkeypatch):
    config, calls = tuning.Config(settings=3, epochs=1, train_sentences=50), []

    def one_run(*_):
        calls.append(None)
        return {"valid": 60.0 + len(calls), "test": 50.0, "seconds": 1.0}

    monkeypatch.setattr(tuning, "one_run", one_run)
    monkeypatch.setattr(tuning, "read_data", lambda _: None)
    file = tmp_path / "runs" / "tuning.jsonl"
    whole = tuning.sweep(config, [0, 1], file, progress=False)
    assert len(calls) == 6
    lines = file.read_text("utf-8").splitlines()
    file.write_text("\n".join(lines[:4]) + "\n", "utf-8")  # killed after three runs
    assert tuning.sweep(config, [0, 1], file, progress=False)[2]["valid"][0] == whole[2]["valid"][0]
    assert len(calls) == 9
    tuning.sweep(config, [0], file, progress=False)  # another job: it begins anew
    assert json.loads(file.read_text("utf-8").splitlines()[0])["seeds"] == [0]


def test_luck_compares_the_pick_with_its_other_seeds():
    rows = [
        {"valid": [70.0, 60.0, 62.0], "test": [1.0, 2.0, 3.0]},
        {"valid": [65.0, 66.0, 67.0], "test": [4.0, 5.0, 6.0]},
    ]
    found = tuning.luck(rows, 3)
    assert found == {"picked": [70.0, 66.0, 67.0], "again": [61.0, 66.0, 65.5], "test": [1.0, 5.0, 6.0]}
