"""Perplexity and its means, counts, the schedule, the optimizer and the rule to stop, each by another way."""

import itertools
import math
from collections import Counter

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from unrolled.character_counts import CharacterCounts
from unrolled.character_task import by_line, loss_of, tally, train
from unrolled.data.characters import END, CharacterData, lines_of
from unrolled.early_stopping import last_epoch
from unrolled.layers.masks import mask_of
from unrolled.models.character_model import CharacterModel
from unrolled.perplexity import (
    Tally,
    bits,
    exponential_of_mean,
    log_probability,
    mean_nll,
    mean_of_exponentials,
    perplexity,
    token_nll,
    wrong_means,
)
from unrolled.training import FitConfig, fit, set_learning_rate

TIGHT = {"atol": 1e-10, "rtol": 1e-10}
LINES = ["a film", "not a good film at all", "good", "all in all , a fine little film"]
LOSSES = st.lists(st.floats(0.01, 9), min_size=1, max_size=12)


pytestmark = pytest.mark.usefixtures("double")


def data_of(lines=LINES):
    return CharacterData({"train": lines, "valid": lines}, 40)


@pytest.mark.equation("training-loop.1")
def test_probabilities_of_all_texts_of_a_length_sum_to_one():
    model, V, T = CharacterModel(3, 2, 4), 3, 4
    targets = torch.tensor(list(itertools.product(range(V), repeat=T)))  # (81, 4)
    inputs = torch.cat([torch.zeros(len(targets), 1, dtype=torch.long), targets[:, :-1]], dim=1)
    logits, _ = model(inputs)
    found = log_probability(token_nll(logits, targets), torch.ones_like(targets, dtype=torch.bool))
    torch.testing.assert_close(found.exp().sum(), torch.tensor(1.0), **TIGHT)
    one_by_one = math.prod(logits[7, t].softmax(-1)[targets[7, t]].item() for t in range(T))
    assert found[7].exp().item() == pytest.approx(one_by_one, rel=1e-10)


@pytest.mark.equation("training-loop.2")
@settings(deadline=None, max_examples=20)
@given(st.lists(st.integers(1, 6), min_size=1, max_size=4), st.integers(2, 5))
def test_mean_over_real_tokens_equals_torch_with_ignored_padding(lengths, V):
    torch.set_default_dtype(torch.float64)
    n = torch.tensor(lengths)
    logits = torch.randn(len(n), 6, V, requires_grad=True)
    targets, mask = torch.randint(0, V, (len(n), 6)), mask_of(n, 6)
    found = mean_nll(token_nll(logits, targets), mask)
    ignored = targets.masked_fill(~mask, -100)
    expected = nn.functional.cross_entropy(logits.transpose(1, 2), ignored)
    torch.testing.assert_close(found, expected, **TIGHT)
    ours, theirs = (torch.autograd.grad(loss, logits, retain_graph=True)[0] for loss in (found, expected))
    torch.testing.assert_close(ours, theirs, **TIGHT)


def test_a_mask_without_a_token_is_refused():
    with pytest.raises(ValueError, match="no token"):
        mean_nll(torch.zeros(2, 3), torch.zeros(2, 3, dtype=torch.bool))
    with pytest.raises(ValueError, match="add a batch"):
        _ = Tally().nll


@pytest.mark.equation("training-loop.3")
@pytest.mark.equation("training-loop.4")
@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=9), st.integers(2, 99))
def test_perplexity_is_one_over_the_geometric_mean_probability(probabilities, V):
    nll = -math.fsum(map(math.log, probabilities)) / len(probabilities)
    assert perplexity(nll) == pytest.approx(math.prod(probabilities) ** (-1 / len(probabilities)), rel=1e-9)
    assert 2 ** bits(nll) == pytest.approx(perplexity(nll), rel=1e-9)
    assert perplexity(math.log(V)) == pytest.approx(V, rel=1e-12)  # as unsure as among V equal choices
    assert bits(-math.log(1 / 8)) == pytest.approx(3, rel=1e-12)


@pytest.mark.equation("training-loop.5")
@settings(deadline=None, max_examples=20)
@given(st.lists(st.integers(1, 7), min_size=1, max_size=6), st.integers(1, 6))
def test_a_tally_does_not_depend_on_the_batches(lengths, size):
    torch.set_default_dtype(torch.float64)
    n = torch.tensor(lengths)
    nll, mask, counted = torch.rand(len(n), 7), mask_of(n, 7), Tally()
    for rows, real in zip(nll.split(size), mask.split(size), strict=True):
        counted.add(rows, real)
    assert counted.tokens == sum(lengths)
    assert counted.nll == pytest.approx(mean_nll(nll, mask).item(), rel=1e-10)
    pairs = [(mean_nll(*p).item(), int(p[1].sum())) for p in zip(nll.split(size), mask.split(size), strict=True)]
    assert counted.nll == pytest.approx(sum(m * k for m, k in pairs) / sum(k for _, k in pairs), rel=1e-10)


@pytest.mark.equation("training-loop.6")
@given(LOSSES)
def test_the_mean_of_exponentials_is_never_below_the_exponential_of_the_mean(means):
    assert mean_of_exponentials(means) >= exponential_of_mean(means) * (1 - 1e-12)
    if max(means) - min(means) > 0.1:
        assert mean_of_exponentials(means) > exponential_of_mean(means)
    assert mean_of_exponentials([means[0]] * 3) == pytest.approx(perplexity(means[0]), rel=1e-12)


def test_wrong_means_of_batches_by_hand():
    of_exp, of_mean = wrong_means([90.0, 30.0, 4.0], [90, 10, 4], 1)
    assert of_exp == pytest.approx((math.e + math.e**3 + math.e) / 3)
    assert of_mean == pytest.approx(math.exp(5 / 3))
    assert wrong_means([90.0, 30.0], [90, 10], 2) == pytest.approx((math.exp(1.2), math.exp(1.2)))


@pytest.mark.equation("training-loop.7")
@pytest.mark.parametrize(("warmup", "steps"), [(10, 100), (1, 20), (30, 40)])
def test_schedule_equals_torch_schedulers_multiplied(warmup, steps):
    ours, theirs = (torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=0.3) for _ in range(2))
    cosine = torch.optim.lr_scheduler.CosineAnnealingLR(theirs, T_max=steps, eta_min=0.05 * 0.3)
    for step in range(steps):
        set_learning_rate(ours, FitConfig(learning_rate=0.3, warmup=warmup), step, steps)
        ramp = min(1.0, (step + 1) / warmup)
        assert ours.param_groups[0]["lr"] == pytest.approx(cosine.get_last_lr()[0] * ramp, rel=1e-10)
        theirs.step()
        cosine.step()


@pytest.mark.equation("training-loop.8")
def test_fit_takes_the_step_of_adamw():
    model, x = nn.Linear(3, 1), torch.randn(4, 8, 3)
    config = FitConfig(epochs=1, learning_rate=0.1, weight_decay=0.2, warmup=2, clip=math.inf)
    weight, first, second = model.weight.detach().clone(), torch.zeros(1, 3), torch.zeros(1, 3)
    rates = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=1.0)
    bias = model.bias.detach().clone().requires_grad_(False)
    b_first, b_second = torch.zeros(1), torch.zeros(1)
    fit(
        model, lambda _: [(row,) for row in x], lambda m, b: m(b[0]).square().mean(), lambda _: {"loss": 0.0}, config, 4
    )

    def moved(value, gradient, mu, nu, rate, s):
        mu, nu = 0.9 * mu + 0.1 * gradient, 0.999 * nu + 0.001 * gradient**2
        fair = (mu / (1 - 0.9**s)) / ((nu / (1 - 0.999**s)).sqrt() + 1e-8)
        return (1 - rate * 0.2) * value - rate * fair, mu, nu

    for s, row in enumerate(x, 1):
        set_learning_rate(rates, config, s - 1, 4)
        rate = rates.param_groups[0]["lr"]
        error = row @ weight.T + bias  # (8, 1)
        gradient, b_gradient = 2 * (error * row).mean(0, keepdim=True), 2 * error.mean(0)
        weight, first, second = moved(weight, gradient, first, second, rate, s)
        bias, b_first, b_second = moved(bias, b_gradient, b_first, b_second, rate, s)
    torch.testing.assert_close(model.weight.detach(), weight, **TIGHT)
    torch.testing.assert_close(model.bias.detach(), bias, **TIGHT)


@pytest.mark.equation("training-loop.9")
@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(0, 5), min_size=1, max_size=9), st.integers(1, 4))
def test_fit_stops_where_the_rule_says(losses, patience):
    given_losses = iter([float(loss) for loss in losses])
    config = FitConfig(epochs=len(losses), patience=patience)
    history = fit(
        nn.Linear(1, 1), lambda _: [(torch.ones(1, 1),)], lambda m, b: m(b[0]).sum() ** 2,
        lambda _: {"loss": next(given_losses)}, config, 1,
    )  # fmt: skip
    last = last_epoch([float(loss) for loss in losses], patience)
    assert len(history.epochs) - 1 == last
    assert history.best == losses.index(min(losses[: last + 1]))


def test_no_losses_or_no_patience_is_refused():
    with pytest.raises(ValueError, match="at least 1"):
        last_epoch([], 2)
    with pytest.raises(ValueError, match="at least 1"):
        last_epoch([1.0], 0)


@pytest.mark.equation("training-loop.10")
@pytest.mark.parametrize("before", [0, 1, 2])
def test_counts_against_counting_by_hand(before):
    rows = data_of().rows["train"]
    V = len(data_of().vocabulary)
    counts = CharacterCounts(rows, V, before, extra=0.5)
    for context in {tuple(row[1 : 1 + before]) for row in rows if len(row) > before + 2}:
        assert math.fsum(counts.probability(context, j) for j in range(V)) == pytest.approx(1, rel=1e-12)
    seen = Counter()
    for row in rows:
        text = [row[0]] * max(before - 1, 0) + row
        skip = len(text) - len(row) + 1
        seen.update((tuple(text[t - before : t]), text[t]) for t in range(skip, len(text)))
    above = sum(n for (context, _), n in seen.items() if context == (rows[0][0],) * before)
    (context, j), n = next((pair, n) for pair, n in seen.items() if pair[0] == (rows[0][0],) * before)
    assert counts.probability(context, j) == pytest.approx((n + 0.5) / (above + 0.5 * V), rel=1e-12)
    mean = -math.fsum(n * math.log(counts.probability(*pair)) for pair, n in seen.items()) / seen.total()
    assert counts.mean_nll(rows) == pytest.approx(mean, rel=1e-12)
    assert seen.total() == sum(len(row) - 1 for row in rows)


def test_targets_are_inputs_one_step_later_and_end_is_learned():
    data = data_of()
    lines = lines_of([data.rows["train"][0], data.rows["train"][2]])
    decode = data.vocabulary.decode
    assert decode(lines.inputs[1][: lines.lengths[1]].tolist()) == [END, *"good"]
    assert decode(lines.targets[1][: lines.lengths[1]].tolist()) == [*"good", END]
    assert lines.lengths.tolist() == [7, 5]


@pytest.mark.parametrize("kind", ["rnn", "lstm", "gru"])
def test_loss_of_a_split_is_the_same_in_any_batches_and_without_padding(kind):
    data = data_of()
    model = CharacterModel(len(data.vocabulary), 3, 5, kind=kind)
    alone = [(loss_of(model, lines_of([row])).item(), len(row) - 1) for row in data.rows["valid"]]
    expected = sum(loss * n for loss, n in alone) / sum(n for _, n in alone)
    for budget in (1, 40, 1000):
        assert tally(model, data, "valid", budget).nll == pytest.approx(expected, rel=1e-10)
    sums, counts = by_line(model, data, "valid", size=3)
    assert sums == pytest.approx([loss * n for loss, n in alone], rel=1e-10)
    assert counts == [n for _, n in alone]


def test_a_character_model_learns_its_lines():
    torch.set_default_dtype(torch.float32)
    data = data_of()
    torch.manual_seed(0)
    model = CharacterModel(len(data.vocabulary), 8, 32, backend="torch")
    history = train(model, data, FitConfig(epochs=25, learning_rate=2e-2, warmup=5), budget=60)
    losses = [epoch["loss"] for epoch in history.epochs]
    assert min(losses) < losses[0] / 2
    assert tally(model, data, "valid", 100).nll == pytest.approx(min(losses), rel=1e-5)
