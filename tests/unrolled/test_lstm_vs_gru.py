"""What cells cost, how a race is run, and what paired differences tell."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ttest_rel
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from unrolled.cells.cost import MAPS, parameters, step_operations, width_for
from unrolled.experiments.gate_races import race, set_biases, width
from unrolled.experiments.until_solved import Budget, parity
from unrolled.layers.saved import saved_numbers
from unrolled.layers.torch_layers import make_layer
from unrolled.paired import paired

SIZES = st.integers(1, 40)


@pytest.mark.equation("lstm-vs-gru.1")
@given(kind=st.sampled_from(sorted(MAPS)), D=SIZES, H=SIZES)
def test_parameters_are_counted_as_the_layers_have_them(kind, D, H):
    assert parameters(kind, D, H) == sum(p.numel() for p in make_layer(kind, D, H).parameters())


@pytest.mark.equation("lstm-vs-gru.2")
@pytest.mark.parametrize("kind", sorted(MAPS))
def test_operations_are_counted_as_torch_counts_them(kind):
    B, T, D, H = 2, 5, 3, 4
    layer, x = make_layer(kind, D, H), torch.randn(B, T, D, requires_grad=True)
    with FlopCounterMode(display=False) as forward:
        output, _ = layer(x)
    assert forward.get_total_flops() == B * T * step_operations(kind, D, H)
    with FlopCounterMode(display=False) as backward:
        output.sum().backward()
    # twice the forward pass, but for the state before the first step, which needs no gradient
    first = 2 * B * MAPS[kind] * H * H
    assert backward.get_total_flops() == 2 * B * T * step_operations(kind, D, H) - first


@pytest.mark.equation("lstm-vs-gru.3")
@given(kind=st.sampled_from(sorted(MAPS)), D=SIZES, budget=st.integers(200, 100_000))
def test_no_other_width_comes_closer_to_the_budget(kind, D, budget):
    H = width_for(kind, D, budget)
    if H > 1:
        step = parameters(kind, D, H + 1) - parameters(kind, D, H)
        assert abs(parameters(kind, D, H) - budget) <= step / 2 + MAPS[kind]
    assert width_for(kind, D, parameters(kind, D, 17)) == 17


@pytest.mark.parametrize("use", [parameters, step_operations, width_for])
def test_an_unknown_kind_is_refused_by_name(use):
    with pytest.raises(ValueError, match="no kind 'mgu': choose one of rnn, gru, lstm"):
        use("mgu", 3, 4)


@pytest.mark.equation("lstm-vs-gru.4")
@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(-5, 5)), min_size=3, max_size=8))
def test_interval_is_that_of_the_paired_t_test(pairs):
    first, second = [a for a, _ in pairs], [b + 0.01 * i for i, (_, b) in enumerate(pairs)]
    found, theirs = paired(first, second), ttest_rel(first, second)
    low, high = theirs.confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-9, abs=1e-9)
    assert found.middle == pytest.approx((low + high) / 2, abs=1e-9)


def test_verdict_says_which_side_or_none():
    assert paired([3.0, 3.1, 2.9], [1.0, 1.0, 1.0]).verdict == 1
    assert paired([1.0, 1.0, 1.0], [3.0, 3.1, 2.9]).verdict == -1
    assert paired([1.0, 3.0, 2.0], [2.0, 1.0, 3.0]).verdict == 0
    with pytest.raises(ValueError, match="same seeds"):
        paired([1.0, 2.0], [1.0])


@pytest.mark.parametrize(("kind", "kept"), [("rnn", 1), ("gru", 5), ("lstm", 7)])
def test_numbers_kept_for_the_backward_pass(kind, kept):
    B, T, D, H = 3, 40, 5, 8
    found = saved_numbers(make_layer(kind, D, H), torch.randn(B, T, D)) / (B * T * H)
    assert found == pytest.approx(kept, abs=0.15)  # the state before the first step comes on top, once


def test_saved_numbers_leave_out_parameters_and_input():
    x = torch.randn(4, 6)
    linear, squash = nn.Linear(6, 5), nn.Sequential(nn.Linear(6, 5), nn.Tanh())
    assert saved_numbers(linear, x) == 0
    assert saved_numbers(squash, x) == 20  # tanh keeps its output


@pytest.mark.parametrize("D", [1, 2, 64])
def test_wide_models_have_the_parameters_of_the_lstm(D):
    wanted = parameters("lstm", D, 32)
    for name in ("GRU wide", "RNN wide"):
        assert parameters(name.split()[0].lower(), D, width(name, D, 32)) == pytest.approx(wanted, rel=0.03)
    assert width("GRU", D, 32) == 32


def test_biases_say_how_much_is_kept():
    lstm, gru = make_layer("lstm", 2, 6, "torch"), make_layer("gru", 2, 6, "torch")
    set_biases(lstm, "LSTM", 50)
    total = lstm.module.bias_ih_l0 + lstm.module.bias_hh_l0
    assert total[6:12].tolist() == [1.0] * 6
    set_biases(gru, "GRU chrono", 50)
    kept = torch.sigmoid((gru.module.bias_ih_l0 + gru.module.bias_hh_l0)[6:12])
    assert float(kept.min()) >= 0.5
    assert float(kept.max()) <= 1 - 1 / 50 + 1e-6


def test_parity_counts_ones():
    x, odd = parity(3, 6, torch.Generator().manual_seed(0))
    for bits, label in zip(x.squeeze(-1).tolist(), odd.tolist(), strict=True):
        assert label == [sum(bits[: t + 1]) % 2 for t in range(6)]


def test_a_race_stops_when_solved_and_repeats_to_the_bit():
    budget = Budget("parity", 4, batch=16, updates=400, check_every=20)
    first, again = (race("GRU", budget, 16, 1e-2, 0) for _ in range(2))
    assert first["solved"]
    assert first["updates"] < 400
    assert first["errors"] == again["errors"]
    assert len(first["errors"]) == first["updates"] // 20
