"""Windows never look ahead, errors equal their definitions, models equal their equations, and the experiment runs."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from sklearn.metrics import mean_absolute_error, mean_pinball_loss, root_mean_squared_error
from sklearn.preprocessing import StandardScaler
from torch import nn

from unrolled.data.windows import Scaler, fill_forward, join, windows
from unrolled.experiments import forecasting
from unrolled.forecast_error import (
    LEVELS,
    binomial_error,
    coverage,
    mae,
    margin,
    mase,
    naive_scale,
    pinball,
    rmse,
)  # fmt: skip
from unrolled.forecast_task import make
from unrolled.layers.torch_layers import weights_of
from unrolled.models.forecaster import Forecaster, FromLast
from unrolled.models.linear_forecaster import DLinear, moving_average
from unrolled.naive_forecast import naive

pytestmark = pytest.mark.usefixtures("double")
TIGHT = {"atol": 1e-10, "rtol": 1e-10}


@pytest.mark.equation("forecasting.1")
def test_scaler_equals_scikit_learn_and_comes_back():
    train, later = 3 + 2 * torch.randn(50), torch.randn(9)
    ours, theirs = Scaler.fit(train), StandardScaler().fit(train[:, None].numpy())
    torch.testing.assert_close(ours.apply(later)[:, None].numpy(), theirs.transform(later[:, None].numpy()), **TIGHT)
    torch.testing.assert_close(ours.invert(ours.apply(later)), later, **TIGHT)
    holes = torch.cat([train, torch.full((3,), torch.nan)])
    assert Scaler.fit(holes) == ours
    with pytest.raises(ValueError, match="no spread"):
        Scaler.fit(torch.ones(5))


@settings(deadline=None, max_examples=25)
@given(st.lists(st.one_of(st.none(), st.floats(-9, 9)), min_size=1, max_size=30))
def test_fill_forward_equals_a_loop_and_never_looks_ahead(values):
    torch.set_default_dtype(torch.float64)
    values = [1.0, *values]
    series = torch.tensor([math.nan if v is None else v for v in values])
    expected = []
    for v in values:
        expected.append(expected[-1] if v is None else v)
    filled = fill_forward(series)
    assert filled.tolist() == expected
    for t in range(1, len(values)):
        torch.testing.assert_close(fill_forward(series[:t]), filled[:t], atol=0, rtol=0)
    with pytest.raises(ValueError, match="begins with a missing"):
        fill_forward(torch.tensor([math.nan, 1.0]))


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 6), st.integers(1, 5), st.integers(1, 4), st.integers(0, 20), st.integers(0, 20))
def test_windows_equal_a_loop_and_their_targets_stay_inside(lookback, horizon, stride, begin, length):
    torch.set_default_dtype(torch.float64)
    series, end = torch.arange(40.0), begin + length
    wanted = [
        o for o in range(max(begin - 1, lookback - 1), 40, stride) if o + horizon <= end - 1
    ]  # an origin is the last known step
    if not wanted:
        with pytest.raises(ValueError, match="no window"):
            windows(series, begin, end, lookback, horizon, stride)
        return
    found = windows(series, begin, end, lookback, horizon, stride)
    assert found.origins.tolist() == wanted
    assert found.x.tolist() == [[float(v) for v in range(o - lookback + 1, o + 1)] for o in wanted]
    assert found.y.tolist() == [[float(v) for v in range(o + 1, o + horizon + 1)] for o in wanted]
    assert found.y.min() >= begin
    assert found.y.max() < end


def test_a_window_with_a_gap_among_its_targets_is_left_out_and_a_gap_in_its_past_is_filled():
    series = torch.tensor([0.0, 1.0, math.nan, 3.0, 4.0, 5.0])
    found = windows(series, 0, 6, lookback=2, horizon=1)
    assert found.origins.tolist() == [2, 3, 4]
    assert found.x.tolist() == [[1, 1], [1, 3], [3, 4]]
    both = join([found, found])
    assert both.x.shape == (6, 2)
    with pytest.raises(ValueError, match=r"each of the 2 windows in 0 \.\.\. 4 has a missing value among"):
        windows(series, 0, 5, lookback=1, horizon=3)


@pytest.mark.parametrize("model", ["naive", "dlinear_last", "gru_last", "gru"])
def test_changing_the_future_never_changes_a_past_forecast_or_the_scaler(model):
    """The walk-forward promise: whatever comes after an origin, its forecast is the same to the last bit."""
    celsius = 10 + torch.randn(300).cumsum(0)
    origin = 220  # of the test part, which begins at 200
    other = celsius.clone()
    other[origin + 1 :] = 1e6
    forecasts = []
    for values in (celsius, other):
        scaler = Scaler.fit(values[:150])
        series = scaler.apply(values)
        known, test = windows(series, 0, 150, 12, 4), windows(series, 200, 300, 12, 4)
        if model == "naive":
            forecast = naive(test.x, 4)
        else:
            config = forecasting.Config("sea", model, lookback=12, hidden=3)
            net = forecasting.build(config, 4, known).double()
            forecasting_levels = windows(series, 150, 200, 12, 4)
            forecasting_losses = [pinball(net(w.x), w.y, torch.tensor(LEVELS)) for w in (known, forecasting_levels)]
            assert all(loss.isfinite() for loss in forecasting_losses)
            forecast = net(test.x)[..., 1]
        forecasts.append((scaler, forecast[test.origins <= origin]))
    (scaler, before), (scaler_2, after) = forecasts
    assert scaler == scaler_2
    assert torch.equal(before, after)


@pytest.mark.equation("forecasting.2")
@settings(deadline=None, max_examples=20)
@given(st.integers(1, 6), st.integers(1, 15))
def test_naive_repeats_the_value_of_the_season_before(season, horizon):
    torch.set_default_dtype(torch.float64)
    x = torch.randn(3, 8)
    forecast = naive(x, horizon, season)
    for k in range(1, horizon + 1):
        back = season * math.ceil(k / season) - k  # steps before the origin
        assert torch.equal(forecast[:, k - 1], x[:, -1 - back])
    with pytest.raises(ValueError, match="season of 9"):
        naive(x, 2, 9)


@pytest.mark.equation("forecasting.3")
def test_dlinear_equals_its_sums_and_its_gradient():
    model, x = DLinear(7, 2, 3, kernel=3), torch.randn(4, 7, requires_grad=True)
    padded = nn.functional.pad(x[:, None], (1, 1), mode="replicate")
    trend = nn.functional.avg_pool1d(padded, 3, stride=1)[:, 0]
    torch.testing.assert_close(moving_average(x, 3), trend, **TIGHT)
    expected = torch.einsum("bl,ol->bo", trend, model.trend.weight) + model.trend.bias
    expected = expected + torch.einsum("bl,ol->bo", x - trend, model.rest.weight) + model.rest.bias
    found = model(x)
    torch.testing.assert_close(found, expected.reshape(4, 2, 3), **TIGHT)
    gradients = [torch.autograd.grad(y.square().sum(), x, retain_graph=True)[0] for y in (found, expected)]
    torch.testing.assert_close(*gradients, **TIGHT)


@pytest.mark.equation("forecasting.4")
@pytest.mark.parametrize("backend", ["book", "torch"])
def test_forecaster_equals_nn_gru_and_sums(backend):
    model = Forecaster(horizon=4, outputs=3, hidden_size=5, backend=backend)
    series = torch.randn(40).cumsum(0)
    known = windows(series, 0, 40, 6, 4)
    wrapped, x = FromLast(model, known), torch.randn(3, 6, requires_grad=True)
    oracle = nn.GRU(1, 5, batch_first=True)
    W, U, biases = weights_of(model.layer)
    with torch.no_grad():
        oracle.weight_ih_l0.copy_(W), oracle.weight_hh_l0.copy_(U)
        oracle.bias_ih_l0.copy_(biases[0]), oracle.bias_hh_l0.zero_()
        second = biases[1] if len(biases[1]) == 15 else torch.cat([torch.zeros(10), biases[1]])
        oracle.bias_hh_l0.copy_(second)
    before = torch.sqrt(torch.mean((known.x - known.x[:, -1:]) ** 2))
    after = torch.sqrt(torch.mean((known.y - known.x[:, -1:]) ** 2, 0))
    h = oracle(((x - x[:, -1:]) / before)[..., None])[1][0]
    out = (h @ model.read.weight.T + model.read.bias).reshape(3, 4, 3)
    expected = x[:, -1, None, None] + after[None, :, None] * out
    found = wrapped(x)
    torch.testing.assert_close(found, expected, **TIGHT)
    gradients = [torch.autograd.grad(y.square().sum(), x, retain_graph=True)[0] for y in (found, expected)]
    torch.testing.assert_close(*gradients, **TIGHT)


@pytest.mark.equation("forecasting.5", "forecasting.6")
def test_mae_and_rmse_equal_scikit_learn():
    forecast, truth = torch.randn(6, 4), torch.randn(6, 4)
    flat = truth.flatten().numpy(), forecast.flatten().numpy()
    assert mae(forecast, truth) == pytest.approx(mean_absolute_error(*flat), abs=1e-12)
    assert rmse(forecast, truth) == pytest.approx(root_mean_squared_error(*flat), abs=1e-12)


@pytest.mark.equation("forecasting.7")
def test_mase_equals_its_sum_and_is_one_for_the_naive_forecast_on_its_own_series():
    train, season = torch.randn(30), 4
    scale = sum(abs(train[t] - train[t - season]).item() for t in range(season, 30)) / (30 - season)
    assert naive_scale(train, season) == pytest.approx(scale, abs=1e-12)
    forecast, truth = torch.randn(5, 3), torch.randn(5, 3)
    assert mase(forecast, truth, scale) == pytest.approx(mae(forecast, truth) / scale, abs=1e-12)
    assert mase(train[:-season], train[season:], scale) == pytest.approx(1, abs=1e-12)
    holes = torch.cat([train, torch.tensor([math.nan])])
    assert naive_scale(holes, season) == pytest.approx(scale, abs=1e-12)
    for bad in (torch.ones(9), torch.randn(3)):
        with pytest.raises(ValueError, match="no scale"):
            naive_scale(bad, season)


@pytest.mark.equation("forecasting.8")
@pytest.mark.parametrize("level", [0.05, 0.5, 0.95])
def test_pinball_equals_scikit_learn_and_its_minimum_is_the_quantile(level):
    truth, forecast = torch.randn(7, 3), torch.randn(7, 3)
    expected = mean_pinball_loss(truth.flatten().numpy(), forecast.flatten().numpy(), alpha=level)
    found = pinball(forecast[..., None], truth, torch.tensor([level])).item()
    assert found == pytest.approx(expected, abs=1e-12)
    sample = torch.randn(101)
    best = min(sample, key=lambda q: pinball(q.expand(101, 1, 1), sample[:, None], torch.tensor([level])).item())
    assert best.item() == pytest.approx(np.quantile(sample.numpy(), level, method="inverted_cdf"), abs=1e-12)
    guess = torch.zeros(101, 1, 1, requires_grad=True)
    pinball(guess, sample[:, None], torch.tensor([level])).backward()
    slope = torch.where(sample > 0, -level, 1 - level) / 101
    torch.testing.assert_close(guess.grad[:, 0, 0], slope, **TIGHT)


@pytest.mark.equation("forecasting.9")
def test_margin_is_the_order_statistic_that_the_theorem_names():
    low, truth = torch.randn(19, 2), torch.randn(19, 2)
    high = low + 1
    found = margin(low, high, truth, 0.9)
    outside = torch.maximum(low - truth, truth - high)
    assert found.tolist() == [sorted(outside[:, k].tolist())[17] for k in range(2)]  # ceil(20 * 0.9) = 18th
    assert margin(low[:3], high[:3], truth[:3], 0.9).tolist() == outside[:3].max(0).values.tolist()


def test_margin_holds_its_promise_when_past_and_future_are_alike():
    held = []
    for _ in range(300):
        calm, later = torch.randn(99, 1), torch.randn(50, 1)
        wider = margin(torch.zeros(99, 1), torch.zeros(99, 1), calm, 0.9)
        held.append(coverage(-wider.expand(50, 1), wider.expand(50, 1), later))
    assert abs(np.mean(held) - 0.9) < 0.01


@pytest.mark.equation("forecasting.10")
def test_coverage_counts():
    low, high = torch.zeros(4, 1), torch.ones(4, 1)
    assert coverage(low, high, torch.tensor([[0.0], [1.0], [0.5], [1.1]])) == 0.75


@pytest.mark.equation("forecasting.11")
@settings(deadline=None, max_examples=20)
@given(st.floats(0.05, 0.95), st.integers(2, 400))
def test_binomial_error_is_the_standard_deviation_of_a_share(share, cases):
    assert binomial_error(share, cases) == pytest.approx(stats.binom(cases, share).std() / cases, rel=1e-9)


def test_tasks_have_aligned_splits():
    torch.set_default_dtype(torch.float32)
    for name, season in (("sea", 48), ("stocks", 1)):
        task = make(name)
        assert task.season == season
        parts = {split: task.windows(split, 96, 24) for split in ("train", "valid", "test")}
        assert all(p.x.shape[1:] == (96,) and p.y.shape[1:] == (24,) for p in parts.values())
        assert not any(torch.isnan(p.y).any() or torch.isnan(p.x).any() for p in parts.values())
    with pytest.raises(ValueError, match="no task"):
        make("weather")


def test_every_series_is_forecast_one_24_and_96_steps_ahead_and_the_shares_have_the_days_for_it():
    torch.set_default_dtype(torch.float32)
    assert set(forecasting.TASKS) == {"sea", "ett", "stocks"}
    assert set(forecasting.TASKS.values()) == {(1, 24, 96)}
    task = make("stocks")
    assert {end[2] - end[1] for end in task.ends} == {543}  # trading days of the test part, the same for each share
    for split, days in (("valid", 252), ("test", 543)):
        every, apart = (task.windows(split, 96, 96, stride) for stride in (1, 96))
        assert len(every.x) == 4 * (days - 95)
        assert len(apart.x) == 4 * (days // 96)


def test_the_experiment_runs_small_and_resumes(tmp_path):
    torch.set_default_dtype(torch.float32)
    base = forecasting.Config("sea", "gru_last", horizons=(1, 4), lookback=12, hidden=3, batch=64, days=4)
    config = replace(base, fit=replace(base.fit, epochs=1))
    found = forecasting.resumed(config, tmp_path)
    assert json.loads(json.dumps(forecasting.resumed(config, tmp_path))) == found
    task = make("sea", 4)
    values, body = forecasting.summarise(
        {"sea": {"naive": [forecasting.free(task, (1, 4), 12, 1)], "gru_last": [found, found]}}
    )
    assert values["sea.gru_last.4.mae"]["data"][0] > 0
    assert set(body["worst"]["sea"]) == {"1", "4"}


def test_a_horizon_more_changes_no_number_of_the_others():
    """Each horizon has weights and an order of batches of its own seed, so a record may grow by one."""
    torch.set_default_dtype(torch.float32)
    config = forecasting.Config("stocks", "gru_last", horizons=(1,), lookback=12, hidden=3, batch=4096)
    config = replace(config, fit=replace(config.fit, epochs=1, seed=3))  # not the seed that every test begins with
    alone = forecasting.one_run(config)["horizons"]
    found = forecasting.one_run(replace(config, horizons=(96, 1)))["horizons"]
    for timed in (run for found_ in (alone, found) for run in (found_["1"], *found_["1"]["epochs"])):
        timed.pop("seconds")
    assert found["1"] == alone["1"]
    assert alone["1"]["truth"]["with_today"] > 0.9
    assert 0 < alone["1"]["truth"]["direction"] < 100
    assert "truth" not in found["96"]
    assert len(found["96"]["by_step"]) == len(found["96"]["margin"]) == 96
    assert 0 < found["96"]["coverage"] <= 100
    values, body = forecasting.summarise({"stocks": {"gru_last": [{"horizons": {"96": found["96"]}}] * 2}})
    assert values["stocks.gru_last.96.mae"]["unit"] == "%"
    assert len(body["by_step"]["stocks"]["96"]["gru_last"][0]) == 96
