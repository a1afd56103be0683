"""Scaling, counting and splitting windows, against brute force and scikit-learn; and the experiment, tiny."""

import itertools

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from sklearn.preprocessing import MinMaxScaler

from unrolled.data.min_max import MinMax
from unrolled.data.splits import neighbour_in_training, overlap, shuffled, window_count
from unrolled.data.windows import Windows, windows
from unrolled.experiments import leaky_scale, leaky_split
from unrolled.experiments.forecast_fit import nearest

TIGHT = {"atol": 1e-10, "rtol": 1e-10}


@pytest.mark.equation("data-preparation.1")
@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=30).filter(lambda v: len(set(v)) > 1))
def test_min_max_is_that_of_scikit_learn_and_can_be_undone(numbers):
    train = torch.tensor(numbers, dtype=torch.float64)
    values = torch.linspace(-2000, 2000, 9, dtype=torch.float64)
    units = MinMax.fit(train)
    theirs = MinMaxScaler().fit(train[:, None]).transform(values[:, None])[:, 0]
    torch.testing.assert_close(units.apply(values), torch.from_numpy(theirs), **TIGHT)
    torch.testing.assert_close(units.invert(units.apply(values)), values, atol=1e-9, rtol=0)
    assert units.apply(train).min() == 0
    assert units.apply(train).max() == pytest.approx(1)


@pytest.mark.parametrize("values", [[2.0, 2.0], [1.0, float("nan")]])
def test_min_max_refuses_what_has_no_scale(values):
    with pytest.raises(ValueError, match="cannot scale by values from"):
        MinMax.fit(torch.tensor(values))


@pytest.mark.equation("data-preparation.2")
@given(st.integers(1, 60), st.integers(1, 12), st.integers(1, 9), st.integers(1, 5))
def test_windows_are_counted_right(readings, lookback, horizon, stride):
    if readings < lookback + horizon:
        with pytest.raises(ValueError, match="does not fit into"):
            window_count(readings, lookback, horizon, stride)
    else:
        found = windows(torch.arange(float(readings)), 0, readings, lookback, horizon, stride)
        assert window_count(readings, lookback, horizon, stride) == len(found.origins)


@pytest.mark.equation("data-preparation.3")
@given(st.integers(0, 30), st.integers(1, 20))
def test_overlap_is_the_share_of_common_steps(distance, steps):
    common = set(range(steps)) & set(range(distance, distance + steps))
    assert overlap(distance, steps) == pytest.approx(len(common) / steps, abs=1e-12)


@pytest.mark.equation("data-preparation.4")
@pytest.mark.parametrize("share", [0.5, 0.8])
def test_neighbours_in_training_are_as_many_as_expected(share):
    train, held = shuffled(200_000, share, torch.Generator().manual_seed(1))
    known = torch.zeros(200_002, dtype=torch.bool)
    known[train + 1] = True
    assert (known[held] | known[held + 2]).double().mean().item() == pytest.approx(
        neighbour_in_training(share), abs=0.005
    )


@given(st.integers(2, 50), st.floats(0.05, 0.95), st.integers(0, 9))
def test_a_shuffled_split_has_each_window_once(count, share, seed):
    if not 0 < round(share * count) < count:
        with pytest.raises(ValueError, match="leaves one part empty"):
            shuffled(count, share, torch.Generator().manual_seed(seed))
    else:
        train, held = shuffled(count, share, torch.Generator().manual_seed(seed))
        assert sorted([*train.tolist(), *held.tolist()]) == list(range(count))


@pytest.mark.equation("data-preparation.5")
def test_relative_error_is_one_for_the_naive_forecast():
    torch.manual_seed(0)
    w = Windows(torch.randn(50, 4).double(), torch.randn(50, 3).double(), torch.arange(50))
    assert leaky_split.relative_error(w.x[:, -1], w) == pytest.approx(1, abs=1e-12)
    half = (w.x[:, -1] + w.y[:, -1]) / 2  # half way to the truth
    assert leaky_split.relative_error(half, w) == pytest.approx(0.5, abs=1e-10)
    ratio = sum(abs(f - y) for f, y in zip(torch.zeros(50), w.y[:, -1], strict=True))
    ratio /= sum(abs(x - y) for x, y in zip(w.x[:, -1], w.y[:, -1], strict=True))
    assert leaky_split.relative_error(torch.zeros(50).double(), w) == pytest.approx(ratio.item(), abs=1e-10)


def test_no_held_out_target_of_the_split_in_time_is_a_training_target():
    values = torch.arange(400.0)
    parts = leaky_split.split(values, past=300, lookback=5, horizon=10, share=0.8, seed=0)
    seen = {rule: [set(w.y.flatten().tolist()) for w in pair] for rule, pair in parts.items()}
    assert not seen["time"][0] & seen["time"][1]
    assert seen["shuffled"][0] & seen["shuffled"][1]
    for pair in parts.values():
        assert max(w.y.max().item() for w in pair) < 300
    origins = [w.origins.tolist() for w in parts["shuffled"]]
    assert sorted(itertools.chain(*origins)) == list(range(4, 290))


def test_the_nearest_window_is_found_whatever_its_level():
    x = torch.tensor([[0.0, 1.0, 2.0], [5.0, 5.0, 5.0]])
    forecast = nearest(Windows(x, torch.tensor([[9.0, 4.0], [9.0, 5.5]]), torch.arange(2)))
    torch.testing.assert_close(forecast(torch.tensor([[10.0, 11.1, 12.0], [7.0, 7.1, 7.0]])), torch.tensor([14.0, 7.5]))


def test_only_the_leaky_scale_changes_with_the_future():
    price = torch.arange(1.0, 101.0)
    other = torch.cat([price[:80], torch.full((20,), 1e4)])
    for scale, same in (("all", False), ("train", True), ("change", True)):
        one, two = (leaky_scale.scaled(p, 80, scale)[0][:80] for p in (price, other))
        assert torch.equal(one, two) is same


def test_one_share_runs_at_tiny_size():
    config = leaky_scale.ScaleConfig(hidden=2, epochs=1, batch=1024)
    found = leaky_scale.one_seed(config, "MSFT", "change", 0)
    assert 0.8 < found["relative"] < 1.5
    assert found["outside"] == 0
