"""Language models over characters: the loss of a stream, counts, sampling, a transformer, the search for units."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
import torch

from unrolled.experiments import language_model, language_samples, tracking_units
from unrolled.experiments.language_model_report import counted, first_below, summarise
from unrolled.experiments.language_samples_report import shown
from unrolled.experiments.written_names import judged
from unrolled.experiments.written_text import known_share
from unrolled.interpolated_counts import InterpolatedCounts, compressor_nats
from unrolled.models.language_model import LanguageModel
from unrolled.models.small_transformer import SmallTransformer, causal_attention
from unrolled.perplexity import bits, token_nll
from unrolled.running_text import RunningText, coded_bytes, mean_loss, stream, stream_loss, window_loss, windows
from unrolled.sampling import generate, temper
from unrolled.text_features import features_of, since, speakers
from unrolled.time_budget import Budget, spend
from unrolled.training import DivergedError
from unrolled.truncated import Carried
from unrolled.unit_search import cell_states, correlation, search

TIGHT = {"atol": 1e-10, "rtol": 1e-10}
TEXT = "the cat sat on the mat. the rat sat on the cat. " * 3
pytestmark = pytest.mark.usefixtures("double")


@pytest.mark.equation("language-model.1")
@pytest.mark.parametrize("kind", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize("steps", [1, 4, 7, 100])
def test_the_loss_of_a_stream_is_that_of_one_long_read(kind, steps):
    model, ids = LanguageModel(7, 5, kind), torch.randint(7, (30,))
    logits, _ = model(ids[None, :-1])
    expected = -torch.log_softmax(logits[0], 1)[torch.arange(29), ids[1:]].mean().item()
    assert stream_loss(model, ids, steps=steps) == pytest.approx(expected, abs=1e-10)
    assert window_loss(lambda x: model(x)[0], ids, 7, 7) != pytest.approx(
        expected, abs=1e-4
    )  # state reset: another loss


def test_tracks_of_a_stream_are_counted_together():
    model, ids = LanguageModel(7, 5), torch.randint(7, (31,))
    halves = [stream_loss(model, ids[:16]), stream_loss(model, ids[15:])]
    assert stream_loss(model, ids, batch=2, steps=4) == pytest.approx(sum(halves) / 2, abs=1e-10)


@pytest.mark.equation("language-model.2")
def test_bytes_of_a_coded_text():
    assert coded_bytes(math.log(256), 10) == pytest.approx(10)  # 256 equal choices: one byte a character
    assert coded_bytes(1.5, 800) == pytest.approx(100 * bits(1.5))


@pytest.mark.equation("language-model.3")
def test_the_rate_over_a_budget():
    budget = Budget(seconds=100, learning_rate=2.0, warmup=0.1, floor=0.2)
    assert budget.rate(50) == pytest.approx(2 * (0.2 + 0.8 * 0.5))
    assert budget.rate(100) == budget.rate(1000) == pytest.approx(0.4)
    assert budget.rate(25) == pytest.approx(2 * (0.2 + 0.4 * (1 + math.sqrt(0.5))))
    assert 0 < budget.rate(0) < 0.05
    assert max(budget.rate(s) for s in range(100)) == budget.rate(10)


@pytest.mark.equation("language-model.4")
def test_attention_is_a_weighted_mean_of_what_came_before():
    q, k, v = (torch.randn(2, 3, 5, 4, requires_grad=True) for _ in range(3))
    expected = torch.zeros(2, 3, 5, 4)
    for b, head, t in itertools.product(range(2), range(3), range(5)):
        scores = torch.stack([q[b, head, t] @ k[b, head, s] / math.sqrt(4) for s in range(t + 1)])
        weights = scores.exp() / scores.exp().sum()
        expected[b, head, t] = sum(weights[s] * v[b, head, s] for s in range(t + 1))
    found = causal_attention(q, k, v)
    torch.testing.assert_close(found, expected, **TIGHT)
    gradients = [torch.autograd.grad(out.square().sum(), (q, k, v)) for out in (found, expected)]
    torch.testing.assert_close(*gradients, **TIGHT)


@pytest.mark.equation("language-model.5")
def test_interpolated_counts_by_hand_and_as_a_distribution():
    counts = InterpolatedCounts("aabab", order=2)
    single = (3 + 2 / 3) / (5 + 2)  # a: 3 of 5 characters, 2 different ones; below, a, b and anything else
    assert counts.probability("", "a") == pytest.approx(single)
    assert counts.probability("a", "a") == pytest.approx((1 + 2 * single) / (3 + 2))  # a was followed by a, b, b
    assert counts.probability("b", "a") == pytest.approx((1 + 1 * single) / (1 + 1))
    longer = InterpolatedCounts(TEXT, order=4)
    for before in ("", "t", "the", " cat", "zzz", "at"):
        assert sum(longer.probability(before, c) for c in [*longer.alphabet, "#"]) == pytest.approx(1)
    assert 0 < longer.probability("the", "#") < 0.01


def test_longer_counts_predict_a_text_like_the_training_text_better():
    losses = [InterpolatedCounts(TEXT, order).mean_nll("the cat sat on the rat. ") for order in (1, 2, 4)]
    assert losses == sorted(losses, reverse=True)
    other = "".join(sorted(TEXT))
    assert 0 < compressor_nats(TEXT, other + TEXT) < compressor_nats(other[:9], other + TEXT)
    for text, order in (("", 2), ("ab", 0)):
        with pytest.raises(ValueError, match="needs a text"):
            InterpolatedCounts(text, order)


@pytest.mark.equation("language-model.6")
def test_temperature_is_a_power_of_the_odds():
    logits = torch.randn(2, 6)
    torch.testing.assert_close(temper(logits), torch.softmax(logits, 1), **TIGHT)
    p, q = temper(logits), temper(logits, 0.5)
    torch.testing.assert_close(q, p**2 / (p**2).sum(1, keepdim=True), **TIGHT)
    torch.testing.assert_close(temper(logits, 1e-3).argmax(1), logits.argmax(1))
    torch.testing.assert_close(temper(logits, 1e9), torch.full((2, 6), 1 / 6), atol=1e-6, rtol=0)
    with pytest.raises(ValueError, match="above 0"):
        temper(logits, 0)


def test_writing_is_reading_again_from_the_beginning():
    model, prompt = LanguageModel(6, 5), torch.tensor([[2, 3, 4], [5, 2, 2]])
    with torch.no_grad():
        for weights in model.parameters():
            weights.mul_(4)  # what was read should matter
    written = generate(model, prompt, 20, 0.7, torch.Generator().manual_seed(1))
    generator, expected = torch.Generator().manual_seed(1), prompt
    for _ in range(20):
        chances = temper(model(expected)[0][:, -1], 0.7)
        expected = torch.cat([expected, torch.multinomial(chances, 1, generator=generator)], 1)
    assert torch.equal(written, expected)
    assert not torch.equal(written, generate(model, prompt, 20, 0.7, torch.Generator().manual_seed(2)))


@pytest.mark.equation("language-model.7")
def test_correlation_against_numpy():
    a, f = torch.randn(50, 3), torch.randn(50, 2)
    expected = np.corrcoef(a.T.numpy(), f.T.numpy())[:3, 3:]
    np.testing.assert_allclose(correlation(a, f).numpy(), expected, atol=1e-10)
    assert correlation(torch.ones(50, 1), f).abs().max() == 0


def test_the_search_finds_a_planted_unit_and_nothing_in_noise():
    activity, features = torch.randn(2000, 30), torch.randn(2000, 2)
    activity[:, 7] -= 2 * features[:, 1]
    noise, planted = search(activity, features)
    assert planted.unit == 7
    assert planted.held_out < -0.8
    assert abs(noise.held_out) < 0.1
    activity[:1000, 3] = features[:1000, 0]  # true of the first half only
    (luck, _) = search(activity, features)
    assert (luck.unit, round(luck.chosen, 6)) == (3, 1)
    assert abs(luck.held_out) < 0.1
    with pytest.raises(ValueError, match="at least 4"):
        search(activity[:3], features[:3])


def test_cells_are_those_of_the_layer():
    for kind, part in (("lstm", 1), ("gru", 0)):
        model, tokens = LanguageModel(6, 4, kind), torch.randint(6, (2, 5))
        cells = cell_states(model, tokens)
        torch.testing.assert_close(cells[:, -1], model(tokens)[1][part], **TIGHT)


def test_features_of_a_small_play():
    play = "ALL:\nHo! He.\n\nA:\n"
    found = features_of(play)
    assert found["speaker"].tolist() == 14 * [0] + 3 * [1]  # the first line has no empty one before it
    assert since("ab\ncd", "\n") == [1, 2, 0, 1, 2]
    assert found["sentence"][8:12].tolist() == [1, 2, 3, 0]
    assert found["capital"][:4].tolist() == [1, 1, 1, 0]
    assert found["speech"].tolist()[-5:] == [2, 0, 0, 0, 1]
    assert found["vowel"].tolist()[:3] == [1, 0, 0]
    assert speakers("a\n\nB:\nc") == [0, 0, 0, 1, 1, 1, 0]


def test_the_transformer_sees_nothing_ahead_and_no_further_than_its_context():
    model, tokens = SmallTransformer(9, context=6, width=8, heads=2, blocks=2), torch.randint(9, (2, 6))
    logits = model(tokens)
    tokens[:, 4] = (tokens[:, 4] + 1) % 9
    changed = model(tokens)
    torch.testing.assert_close(logits[:, :4], changed[:, :4], **TIGHT)
    assert not torch.allclose(logits[:, 4:], changed[:, 4:])
    same = model(torch.zeros(1, 6, dtype=torch.long))
    assert not torch.allclose(same[:, 0], same[:, 5])  # the same character at another place
    with pytest.raises(ValueError, match="at most 6"):
        model(torch.zeros(1, 7, dtype=torch.long))


@pytest.mark.parametrize(("context", "stride"), [(4, 4), (4, 1), (5, 2)])
def test_windows_judge_each_character_once(context, stride):
    ids, seen = torch.arange(23) % 7, []

    def read(x):
        seen.append(x)
        return torch.nn.functional.one_hot((x + 1) % 7, 7) * 2.0

    uneven = torch.cat([ids[:9], ids[10:]])  # one step that the reader gets wrong
    right, wrong = (-torch.log_softmax(torch.tensor([2.0] + 6 * [0.0]), 0)[i].item() for i in (0, 1))
    judged_steps = context + stride * ((len(uneven) - 1 - context) // stride)
    expected = ((judged_steps - 1) * right + wrong) / judged_steps
    assert window_loss(read, uneven, context, stride) == pytest.approx(expected)
    assert all(x.shape[1] == context for x in seen)
    for bad in ((0, 1), (4, 5), (40, 1)):
        with pytest.raises(ValueError, match="windows of"):
            window_loss(read, ids, *bad)


@pytest.mark.parametrize("stride", [1, 2, 5])
def test_windows_judge_their_last_characters(stride):
    def read(x):  # surer of itself the further into the window
        right = torch.arange(5.0)[:, None] * torch.nn.functional.one_hot((x + 1) % 7, 7)
        return right.to(torch.get_default_dtype())

    by_place = [-torch.log_softmax(torch.tensor([float(i)] + 6 * [0.0]), 0)[0].item() for i in range(5)]
    later = (26 - 1 - 5) // stride
    expected = (sum(by_place) + later * sum(by_place[-stride:])) / (5 + later * stride)
    assert window_loss(read, torch.arange(26) % 7, 5, stride) == pytest.approx(expected, abs=1e-6)


def test_batches_of_a_stream_carry_on_and_windows_do_not():
    ids = torch.arange(21)
    read = list(itertools.islice(stream(ids, 2, 4), 4))
    assert [chunk.x[1].tolist() for chunk in read] == [[10, 11, 12, 13], [14, 15, 16, 17], [18, 19], [10, 11, 12, 13]]
    assert [chunk.first for chunk in read] == [True, False, False, True]
    for window in itertools.islice(windows(ids, 3, 5, seed=1), 4):
        assert torch.equal(window.y, window.x + 1)


def test_a_budget_is_spent_and_a_bad_loss_is_named():
    text = RunningText({"train": TEXT, "valid": "the cat"})
    model = LanguageModel(len(text.vocabulary), 8)
    before = stream_loss(model, text.ids["train"])
    budget = Budget(seconds=0.3, learning_rate=0.02)
    found = spend(model, stream(text.ids["train"], 4, 8), Carried(mean_loss), budget, lambda m: stream_loss(
        m, text.ids["train"]), marks=(0.1, 0.2))  # fmt: skip
    assert 0.3 <= found.processor < 1.0
    assert [mark["seconds"] for mark in found.marks] == [0.1, 0.2]
    assert stream_loss(model, text.ids["train"]) < before
    with pytest.raises(DivergedError, match="step 0"):
        spend(model, stream(text.ids["train"], 4, 8), lambda *_: torch.tensor(math.nan), budget)
    with pytest.raises(ValueError, match="repeat the data"):
        spend(model, [], Carried(mean_loss), budget)


def test_backends_agree():
    book, fused = LanguageModel(7, 5, "gru"), LanguageModel(7, 5, "gru", backend="torch")
    with torch.no_grad():
        for ours, theirs in zip(("W", "U"), ("weight_ih_l0", "weight_hh_l0"), strict=True):
            getattr(fused.layer.module, theirs).copy_(getattr(book.layer.cell, ours))
        fused.read.load_state_dict(book.read.state_dict())
    tokens = torch.randint(7, (2, 6))
    torch.testing.assert_close(book(tokens)[0], fused(tokens)[0], **TIGHT)
    assert token_nll(book(tokens)[0], tokens).shape == (2, 6)


def test_what_is_said_of_samples():
    found = judged(["ann", "bob", "bob", "zoe"], {"train": ["ann"], "valid": ["zoe"], "test": []})
    assert (found["new"], found["different"], found["length"]) == (75, 75, 3)
    assert found["held"] == pytest.approx(100 / 3)
    assert known_share("The cat, the dgo", {"the", "cat"}) == 75
    assert shown("a|b\n\n[c]") == "ab / c"
    assert first_below([{"seconds": 5, "loss": 2.0}, {"seconds": 9, "loss": 1.8}], 1.88) == 9
    assert first_below([], 1.88) is None


BRIEF = Budget(seconds=0.2)


@pytest.fixture
def small(monkeypatch):
    torch.set_default_dtype(torch.float32)
    texts = {"train": TEXT * 20, "valid": TEXT * 8}
    monkeypatch.setattr(language_model, "texts_of", lambda _: texts)
    monkeypatch.setattr(tracking_units, "texts_of", lambda _: texts)


@pytest.mark.usefixtures("small")
def test_the_comparison_at_tiny_size(tmp_path):
    found = {}
    for name, config in language_model.QUICK.items():
        tiny = replace(config, hidden=8, width=8, blocks=1, look=300, marks=(0.1,), budget=BRIEF)
        found[name] = [language_model.once(tiny, tmp_path / "a.json")]
        assert language_model.once(tiny, tmp_path / "a.json") == found[name][0]  # read, not run again
    values = summarise(found, {"pairs": {"nats": 2.0, "seconds": 0.5}, "uniform": {"nats": 4.0}}, characters=100)
    assert {"gru.carried.nats", "gru.windows.bits", "transformer.sliding.perplexity", "pairs.kilobytes"} <= set(values)
    assert {"transformer.carried.nats", "uniform.seconds"}.isdisjoint(values)
    assert values["pairs.seconds"]["data"] == [0.5]
    assert "sample" not in found["transformer"][0]
    assert values["gru.sample"]["text"]


def test_what_a_model_writes_is_as_long_as_asked_and_without_the_prompt():
    text = RunningText({"train": "\nab" * 50})
    config = replace(language_model.QUICK["gru"], hidden=8, written=30)
    model = language_model.build(config, len(text.vocabulary))
    with torch.no_grad():
        model.read.bias[text.vocabulary.encode(["b"])] = 100  # it can write nothing else
    assert language_model.sample(config, model, text) == "b" * 30


def test_counts_come_with_their_time():
    found = counted({"train": TEXT * 20, "valid": TEXT})
    assert found["uniform"] == {"nats": pytest.approx(math.log(len(set(TEXT))))}
    assert all(row["seconds"] >= 0 for name, row in found.items() if name != "uniform")
    assert found["fives"]["nats"] < found["pairs"]["nats"] < found["singles"]["nats"]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("name", language_model.QUICK)
def test_both_models_are_measured_in_windows_on_the_way(monkeypatch, name):
    config = replace(language_model.QUICK[name], hidden=8, width=8, blocks=1, look=300)
    text = RunningText(language_model.texts_of("any"))
    model = language_model.build(config, len(text.vocabulary)).eval()
    monkeypatch.setattr(language_model, "spend", lambda *given: given[4](given[0]))  # no training, but the evaluation
    x, y = (part.unfold(0, config.steps, config.steps) for part in (text.ids["valid"][:299], text.ids["valid"][1:300]))
    with torch.no_grad():
        logits = torch.stack([language_model.reader(config, model)(row[None])[0] for row in x])  # each from nothing
    assert language_model.train(config, model, text) == pytest.approx(token_nll(logits, y).mean().item(), abs=1e-5)


@pytest.mark.usefixtures("small")
def test_the_samples_at_tiny_size(monkeypatch, tmp_path):
    parts = {name: (part, replace(config, hidden=8, budget=BRIEF)) for name, (part, config) in
             language_samples.QUICK.items()}  # fmt: skip
    for name in ("kjv", "never"):
        part, config = parts[name]
        parts[name] = (part, replace(config, train_characters=5000, test_characters=600, rows=2, written=30, batch=4))
    parts["names"] = (parts["names"][0], replace(parts["names"][1], written=20))
    parts["units"] = (parts["units"][0], replace(parts["units"][1], rows=4, length=200, skip=20, shown=40))
    monkeypatch.setattr(language_samples, "QUICK", parts)
    outcome = language_samples.run([0], quick=True, runs=tmp_path)
    assert {"kjv.t05.sample", "names.gru.t10.new", "names.triples.nats", "units.word.untrained"} <= set(outcome.values)
    assert {"beginning.anew.nats", "beginning.never.warm"} <= set(outcome.values)
    assert len(outcome.body["units"][0]["shown"]["cell"]) == len(outcome.body["units"][0]["shown"]["text"])
