"""The checks of the page `practice/troubleshooting`: right on sound models, loud on broken ones."""

import math

import pytest
import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from unrolled.checks.invariance import chunks_change, company_changes, looks_ahead, padding_changes
from unrolled.checks.learning import gradient_norms, stuck, update_ratios
from unrolled.checks.loss import first_loss, overfit
from unrolled.layers.bidirectional import Bidirectional
from unrolled.layers.recurrent import GRU, LSTM, RNN
from unrolled.models.classifier import Classifier

pytestmark = pytest.mark.usefixtures("double")


@pytest.fixture
def batch():
    """Tokens (6, 9) with padding, and lengths (6)."""
    torch.manual_seed(0)
    lengths = torch.tensor([9, 1, 4, 9, 2, 7])
    tokens = torch.randint(2, 30, (6, 9)).masked_fill(torch.arange(9) >= lengths[:, None], 0)
    return tokens, lengths


@pytest.mark.equation("troubleshooting.1")
@pytest.mark.parametrize("classes", [2, 3, 65])
def test_saying_nothing_costs_the_logarithm_of_the_classes(classes):
    logits = torch.full((10, classes), 0.7)
    found = first_loss([1 / classes] * classes)
    assert found == pytest.approx((math.log(classes),) * 2, abs=1e-12)
    assert cross_entropy(logits, torch.arange(10) % classes).item() == pytest.approx(found[0], abs=1e-12)


@pytest.mark.equation("troubleshooting.2")
def test_knowing_the_shares_costs_their_entropy():
    shares = [0.5, 0.3, 0.2, 0.0]
    labels = torch.tensor([0] * 5 + [1] * 3 + [2] * 2)
    logits = torch.tensor(shares).log().clamp(min=-1e9).expand(10, 4)
    assert first_loss(shares)[1] == pytest.approx(cross_entropy(logits, labels).item(), abs=1e-12)


@pytest.mark.parametrize("shares", [[0.5, 0.4], [1.2, -0.2]])
def test_shares_that_are_none_are_refused(shares):
    with pytest.raises(ValueError, match="sum of 1"):
        first_loss(shares)


def test_one_batch_is_learnt_by_heart_unless_the_loss_is_broken(batch):
    tokens, lengths = batch
    targets = torch.tensor([0.0, 1.0] * 3)
    losses = []
    for squash in (lambda a: a, torch.sigmoid):
        torch.manual_seed(1)
        model = Classifier(30, 8, 8, readout="last")
        losses.append(
            overfit(model, lambda m=model, s=squash: binary_cross_entropy_with_logits(s(m(tokens, lengths)), targets))
        )
    assert losses[0] < 0.05
    assert losses[1] > 0.45  # sigmoid(probability) is at least 0.5, at most 0.731: ln 2 and 0.313 on average


@pytest.mark.equation("troubleshooting.3")
@pytest.mark.parametrize("readout", ["last", "mean", "max"])
def test_padding_and_company_change_nothing_in_a_sound_model(batch, readout):
    model = Classifier(30, 5, 6, bidirectional=True, readout=readout).eval()
    assert padding_changes(model, *batch) < 1e-12
    assert company_changes(model, *batch) < 1e-12


def test_padding_that_is_read_and_swapped_axes_are_found(batch):
    model, layer = Classifier(30, 5, 6).eval(), nn.GRU(5, 6)

    def last_column(tokens, _lengths):
        return model.score(model.recurrent(model.embed(tokens))[0][:, -1])

    def swapped(tokens, lengths):
        return layer(model.embed(tokens))[0][torch.arange(len(tokens)), lengths - 1]

    assert padding_changes(last_column, *batch) > 1e-3
    assert company_changes(last_column, *batch) > 1e-3
    assert padding_changes(swapped, *batch) < 1e-12  # only the company tells
    assert company_changes(swapped, *batch) > 1e-3


@pytest.mark.equation("troubleshooting.4")
@pytest.mark.parametrize("layer", [RNN, LSTM, GRU])
def test_one_direction_is_blind_for_the_future_and_two_are_not(layer):
    x = torch.randn(2, 5, 3)
    ahead = layer(3, 4)
    assert looks_ahead(lambda x: ahead(x)[0], x) == 0.0
    both = Bidirectional(layer(3, 4), layer(3, 4))
    assert looks_ahead(lambda x: both.outputs(x, torch.tensor([5, 5])), x) > 1e-3


def test_a_leak_is_found_in_outputs_that_always_sum_to_one():
    x, both = torch.randn(2, 5, 3), Bidirectional(GRU(3, 2), GRU(3, 2))
    lengths = torch.tensor([5, 5])
    assert looks_ahead(lambda x: both.outputs(x, lengths).softmax(-1), x) > 1e-3


def test_a_leak_of_one_step_is_found_by_its_size():
    x = torch.randn(2, 5, 3)
    assert looks_ahead(lambda x: x + 0.25 * x.roll(-1, dims=1), x) == pytest.approx(0.25)
    last = torch.tensor([0.0, 0.0, 1.0])
    assert looks_ahead(lambda x: x + last * x.roll(-1, dims=1), x) == pytest.approx(0.5)  # the last output counts half
    with pytest.raises(ValueError, match="two steps"):
        looks_ahead(lambda x: x, x[:, :1])


def test_chunks_agree_when_the_state_is_carried_and_not_when_it_is_dropped():
    layer, x = LSTM(3, 4), torch.randn(2, 7, 3)
    assert chunks_change(layer, x, 3) < 1e-12
    assert chunks_change(lambda x, **_: layer(x), x, 3) > 1e-3


def test_gradient_norms_are_those_of_autograd_and_nan_without_one():
    model = nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 1))
    model[0].bias.requires_grad_(False)
    x = torch.randn(5, 3)
    found = gradient_norms(model, model(x).square().mean())
    (expected,) = torch.autograd.grad(model(x).square().mean(), model[1].weight)
    assert found["1.weight"] == pytest.approx(expected.norm().item(), abs=1e-12)
    assert math.isnan(found["0.bias"])


@pytest.mark.equation("troubleshooting.5")
def test_the_step_of_plain_descent_is_rate_times_gradient_over_weight():
    model, x = nn.Linear(3, 2, bias=False), torch.randn(4, 3)
    weight = model.weight.detach().clone()
    (gradient,) = torch.autograd.grad(model(x).square().sum(), model.weight)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    found = update_ratios(model, lambda: model(x).square().sum(), optimizer)
    assert found == {"weight": pytest.approx((0.05 * gradient.norm() / weight.norm()).item(), abs=1e-12)}


def test_stuck_counts_what_lies_beyond_the_limit():
    assert stuck(torch.tensor([[[0.995, -0.999, 0.98, 0.0]]])) == 0.5
