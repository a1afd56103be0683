"""Pre-training in both directions: the objective against its definition, and a run from end to end."""

from dataclasses import replace

import pytest
import torch

from unrolled.data.batching import collate
from unrolled.data.imdb import Review
from unrolled.experiments import sentiment_pretrained
from unrolled.experiments.pretrained_report import report, surest_errors
from unrolled.experiments.sentiment_pretrained import Config, beginnings, build, one_run, pretrain
from unrolled.models.both_ways import BothWays
from unrolled.models.classifier import Classifier
from unrolled.review_task import ReviewData
from unrolled.training import FitConfig

SEQUENCES = [[3, 4, 5, 6, 7], [8, 11], [9, 10, 11, 2]]
TIGHT = {"atol": 1e-10, "rtol": 0}
ROWS = [Review("a good film . " * n, 1) for n in (1, 2, 3)] + [Review("a bad film ! " * n, 0) for n in (1, 2, 3)]
SMALL = Config(
    vocabulary=8, cutoffs=(3, 5), embedding=3, hidden=4, limit=20, budget=24,
    guessing=FitConfig(epochs=2, warmup=1, weight_decay=0.0), judging=FitConfig(epochs=2, warmup=1),
)  # fmt: skip


def both_ways() -> BothWays:
    return BothWays(Classifier(12, 3, 4, bidirectional=True, backend="torch"), [4, 8]).eval()


@pytest.mark.usefixtures("double")
def test_objective_is_the_mean_over_words_given_those_before_and_those_after_forward_and_backward():
    model = both_ways()
    embed, recurrent = model.classifier.embed, model.classifier.recurrent
    total, count = torch.zeros(()), 0
    for sequence in SEQUENCES:
        for layer, words in ((recurrent.ahead, sequence), (recurrent.back, sequence[::-1])):
            for t in range(1, len(words)):  # the state sees the first t words of its direction, and nothing else
                h = layer(embed(torch.tensor([words[:t]])))[0][:, -1]
                total, count = total - model.head.log_prob(h)[0, words[t]], count + 1
    expected = total / count
    batch = collate(SEQUENCES, [0, 0, 0])
    found = model.loss(torch.nn.functional.pad(batch.tokens, (0, 3)), batch.lengths)
    torch.testing.assert_close(found, expected, **TIGHT)
    weights = [p for p in model.parameters() if p is not model.classifier.score.weight]
    gradients = (torch.autograd.grad(loss, weights, allow_unused=True) for loss in (found, expected))
    for a, b in zip(*gradients, strict=True):
        if a is not None or b is not None:
            torch.testing.assert_close(a, b, **TIGHT)


@pytest.mark.usefixtures("double")
def test_a_rare_word_has_the_probability_of_its_class_times_its_own_within_the_class():
    head = both_ways().head
    h = torch.randn(5, 4)
    first = (h @ head.head.weight.T).softmax(-1)  # four frequent words, and two classes
    classes = [(h @ down.weight.T @ up.weight.T).softmax(-1) for down, up in head.tail]
    expected = torch.cat([first[:, :4], first[:, 4:5] * classes[0], first[:, 5:6] * classes[1]], dim=-1)
    torch.testing.assert_close(head.log_prob(h).exp(), expected, **TIGHT)
    torch.testing.assert_close(expected.sum(-1), torch.ones(5), **TIGHT)


def test_a_classifier_of_one_direction_is_refused():
    with pytest.raises(ValueError, match="one direction"):
        BothWays(Classifier(12, 3, 4), [4, 8])


@pytest.fixture
def data(monkeypatch) -> ReviewData:
    found = ReviewData(dict.fromkeys(("train", "valid", "test"), ROWS), 8, 20)
    monkeypatch.setattr(sentiment_pretrained, "read_data", lambda _config: found)
    monkeypatch.setattr(sentiment_pretrained.imdb, "load", lambda _split: ROWS)
    return found


def test_pre_training_moves_the_layers_that_judge_and_needs_no_label(data):
    before, model = (build(SMALL, data) for _ in range(2))
    data.labels = {name: [] for name in data.labels}
    data.labels |= {name: [0] * len(ROWS) for name in data.labels}  # labels that say nothing
    history = pretrain(model, data, SMALL)
    assert history[1]["loss"] < history[0]["loss"]
    for name, was in before.named_parameters():
        now = dict(model.named_parameters())[name]
        assert torch.equal(now, was) == name.startswith("score"), name


def test_what_is_guessed_may_be_shorter_than_what_is_judged(data):
    cut = beginnings(data, 3)
    for short, whole in zip(cut.indices["train"], data.indices["train"], strict=True):
        assert short == whole[:3]
    assert max(len(row) for row in data.indices["train"]) > 3
    assert cut.vocabulary is data.vocabulary


def test_a_run_that_is_started_again_ends_at_the_same_numbers(data, tmp_path):
    whole = one_run(SMALL)
    assert len(whole["scores"]) == len(data.labels["test"])
    stem = tmp_path / "run"
    build_and_stop = replace(SMALL, judging=replace(SMALL.judging, epochs=1, learning_rate=0.5))
    pretrain(build(build_and_stop, data), data, build_and_stop, stem.with_name("run-lm.safetensors"))  # and then killed
    again = one_run(SMALL, stem)
    assert again["scores"] == whole["scores"]
    assert one_run(SMALL, stem) == again  # from the saved result


@pytest.mark.usefixtures("data")
def test_the_report_counts_shared_errors_and_ranks_the_surest():
    run = one_run(SMALL)
    run["probes"] = [[1.0, -1.0]] * 60  # negation turns every verdict to the bad: right for ten good words a frame
    right = [1.0 if r.label else -1.0 for r in ROWS]
    runs = [run | {"scores": [-3.0, -2.0, *right[2:]]}, run | {"scores": [-1.0, -2.0, *right[2:]]}]
    values, body = report({"pretrained": runs, "vectors": runs}, [-1.0, *right[1:]], ROWS)
    assert values["shared"]["data"] == [50.0, 50.0]
    assert values["pretrained.negation"]["data"] == [50.0, 50.0]
    assert values["gain.vectors"]["data"] == [0.0, 0.0]
    wrong = 100 * sum(sum(r["scores"][i] for r in runs) * (2 * ROWS[i].label - 1) < 0 for i in range(len(ROWS)))
    assert values["ensemble.vectors"]["data"] == [pytest.approx(100 - wrong / len(ROWS))]
    assert [e["row"] for e in body["surest"]] == [0, 1] == [e["row"] for e in surest_errors(runs, ROWS)]
    assert body["confusion"]["pretrained"] == [[3.0, 0.0], [2.0, 1.0]]
