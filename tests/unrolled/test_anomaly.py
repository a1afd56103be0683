"""Injected events are where the list says, scores and curves equal their definitions, and the experiment runs."""

import math
from dataclasses import replace
from functools import cache

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, precision_recall_curve

from unrolled.alarms import (
    average_precision,
    cases,
    difference,
    forecast_error,
    from_median,
    precision_recall,
    threshold,
)
from unrolled.data.injected import LENGTHS, Event, change, inject, restarts, there_and_back
from unrolled.data.windows import fill_forward, windows
from unrolled.experiments import anomaly
from unrolled.models.forecaster import Forecaster, FromLast

pytestmark = pytest.mark.usefixtures("double")
SIZES = {"spike": 5.0, "shift": -3.0}


def walk(steps=4000):
    """A random walk with two breaks."""
    series = torch.randn(steps).cumsum(0)
    series[500:520] = series[900] = math.nan
    return series


def test_events_change_their_own_steps_and_no_other():
    series = walk()
    changed, events = inject(series, 600, 3, SIZES, seed=1)
    inside = torch.zeros(len(series), dtype=torch.bool)
    for event in events:
        stretch = slice(event.start, event.start + event.length)
        assert event.start >= 600 + 48
        assert not inside[max(event.start - 48, 0) : event.start + event.length + 48].any()
        assert not torch.isnan(series[event.start - 48 : event.start + event.length + 48]).any()
        inside[stretch] = True
    same = ~inside & ~torch.isnan(series)
    assert torch.equal(changed[same], series[same])
    assert sorted(event.kind for event in events) == sorted(list(LENGTHS) * 3)
    assert inject(series, 600, 3, SIZES, seed=1)[1] == events != inject(series, 600, 3, SIZES, seed=2)[1]
    with pytest.raises(ValueError, match="no stretch"):
        inject(series[:800], 600, 3, SIZES, seed=1)


def test_each_kind_of_event_is_what_it_says():
    values = torch.randn(72).cumsum(0)
    torch.testing.assert_close(change("spike", values[:1], 5.0), values[:1] + 5)
    torch.testing.assert_close(change("shift", values, -3.0), values - 3)
    assert set(change("flat line", values, 0.0).tolist()) == {values[0].item()}
    twice = there_and_back(72)
    assert (twice[0], twice[-1], len(twice)) == (0, 71, 72)
    assert twice.diff().abs().max() <= 3
    torch.testing.assert_close(change("changed rhythm", values, 0.0), values[twice])
    with pytest.raises(ValueError, match="no kind of event 'storm'"):
        change("storm", values, 1.0)


def test_restarts_stand_behind_breaks():
    assert restarts(walk(), 0, 2) == [Event("restart", 520, 6)]
    assert restarts(walk(), 0, 1, length=2) == [Event("restart", 520, 2), Event("restart", 901, 2)]
    assert restarts(walk(), 600, 2) == []


@pytest.mark.equation("anomaly.1")
def test_forecast_error_equals_one_forecast_after_another():
    series = walk(1000)
    model = FromLast(Forecaster(1, 1, 3), windows(series, 0, 400, 8, 1))
    scores, filled = forecast_error(model, series, 8), fill_forward(series)
    for t in (8, 9, 400, 520, 901, 999):
        expected = (series[t] - model(filled[t - 8 : t][None])[0, 0, 0]).abs().item()
        assert scores[t].item() == pytest.approx(expected, abs=1e-12)
    assert torch.isnan(scores[:8]).all()
    assert torch.isnan(scores[500:520]).all()
    later = series.clone()
    later[700:] = 1e6
    assert torch.equal(forecast_error(model, later, 8)[8:500], scores[8:500])


@pytest.mark.equation("anomaly.2")
@pytest.mark.parametrize("season", [1, 7])
def test_difference_equals_a_loop(season):
    series, last = walk(1000), []
    for value in series.tolist():
        last.append(last[-1] if math.isnan(value) else value)
    found = difference(series, 2.0, season)
    for t in range(season, 1000):
        expected = abs(series[t].item() - last[t - season]) / 2
        assert found[t].item() == pytest.approx(expected, abs=1e-12, nan_ok=True)


@pytest.mark.equation("anomaly.3")
def test_from_median_equals_a_loop():
    series = torch.randn(50)
    found = from_median(series, 5)
    for t in range(5, 50):
        middle = sorted(series[t - 5 : t].tolist())[2]
        assert found[t].item() == pytest.approx(abs(series[t].item() - middle), abs=1e-12)


@pytest.mark.equation("anomaly.4")
def test_cases_take_the_largest_score_of_an_event_or_a_block():
    scores = torch.arange(20.0)
    scores[4] = math.nan
    found = cases(scores, 0, 20, [Event("spike", 6, 1)], [Event("restart", 17, 2)], block=5, late=2)
    assert found.kinds == ["spike", "", "", "", ""]
    assert found.labels.tolist() == [True, False, False, False, False]
    assert found.scores.tolist() == [8, 3, 9, 14, 16]  # the steps 6-8 and 17-21 belong to events
    empty = torch.full((10,), math.nan)
    assert cases(torch.cat([empty, scores]), 0, 30, [Event("spike", 16, 1)], block=5).scores.tolist() == [
        9,
        3,
        5,
        14,
        19,
    ]


@pytest.mark.equation("anomaly.5")
def test_threshold_leaves_the_share_that_was_asked_for():
    calm = torch.randn(1000)
    for rate in (0.01, 0.1, 0.5):
        assert (calm > threshold(calm, rate)).double().mean().item() == pytest.approx(rate, abs=1e-9)


LABELLED = st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=1, max_size=40).filter(
    lambda rows: any(label for _, label in rows)
)


@pytest.mark.equation("anomaly.6", "anomaly.7")
@settings(deadline=None, max_examples=60)
@given(LABELLED)
def test_curve_and_average_precision_equal_scikit_learn(rows):
    torch.set_default_dtype(torch.float64)
    scores, labels = (torch.tensor(column) for column in zip(*rows, strict=True))
    scores = scores.double()
    precision, recall = precision_recall(scores, labels)
    theirs = precision_recall_curve(labels.numpy(), scores.numpy(), drop_intermediate=False)
    assert precision.tolist() == pytest.approx(theirs[0][-2::-1].tolist(), abs=1e-12)
    assert recall.tolist() == pytest.approx(theirs[1][-2::-1].tolist(), abs=1e-12)
    expected = average_precision_score(labels.numpy(), scores.numpy())
    assert average_precision(scores, labels) == pytest.approx(expected, abs=1e-12)
    with pytest.raises(ValueError, match="no case is an event"):
        precision_recall(scores, torch.zeros_like(labels))


@cache
def small_run():
    torch.set_default_dtype(torch.float32)
    base = anomaly.Config(hidden=3, batch=512, stride=40, each=2)
    return anomaly.one_run(replace(base, fit=replace(base.fit, epochs=1)))


def test_the_experiment_runs_small():
    found = small_run()
    values, body = anomaly.summarise([found, found]), anomaly.body([found, found])
    assert 0 < values["gru.ap"]["data"][0] <= 100
    assert [row["kind"] for row in body["examples"]] == list(LENGTHS)
    assert len(body["odd"]) == 5


def test_thresholds_are_recorded_in_the_unit_of_the_readings():
    values, (series, scaler, ends) = anomaly.summarise([small_run()]), anomaly.read()
    readings, config = scaler.invert(series), anomaly.Config()
    quiet = restarts(series, ends["train"], config.least_break)
    scores = {
        "difference": difference(readings, 1.0),
        "seasonal": difference(readings, 1.0, 288),
        "median": from_median(readings, 12),
    }
    for name, score in scores.items():
        calm = cases(score, ends["train"], ends["valid"], [], quiet)
        assert values[f"{name}.limit"]["data"][0] == pytest.approx(threshold(calm.scores, config.rate), abs=1e-3)
    assert values["linear.limit"]["unit"] == values["gru.limit"]["unit"] == "mg/dl"
