"""Several networks, one verdict: what averaging log-odds is, and what the experiment makes of scores."""

from statistics import mean

import pytest
import torch

from unrolled.data.imdb import Review
from unrolled.experiments import sentiment_ensemble
from unrolled.experiments.sentiment_ensemble import by_size, report, right, run
from unrolled.vote import together

LABELS = torch.tensor([1, 1, 0, 0])
SCORES = torch.tensor([[2.0, -1, -3, 1], [1, 3, -1, -2], [-1, 4, 2, -1], [3, 1, -1, -1]])


@pytest.mark.equation("sentiment.5")
@pytest.mark.usefixtures("double")
def test_mean_of_log_odds_is_the_geometric_mean_of_the_odds_forward_and_backward():
    a = torch.randn(3, 7, requires_grad=True)
    p = torch.sigmoid(a)
    good, bad = p.prod(0) ** (1 / 3), (1 - p).prod(0) ** (1 / 3)
    found, expected = torch.sigmoid(together(a)), good / (good + bad)
    torch.testing.assert_close(found, expected, atol=1e-10, rtol=0)
    gradients = [torch.autograd.grad(x.square().sum(), a, retain_graph=True)[0] for x in (found, expected)]
    torch.testing.assert_close(*gradients, atol=1e-10, rtol=0)


def test_right_counts_signs():
    assert right(SCORES[0], LABELS) == 50
    assert right(together(SCORES[:3]), LABELS) == 100


def test_by_size_looks_at_every_choice():
    rows = by_size(SCORES, LABELS)
    assert [row["of"] for row in rows] == [4, 6, 4, 1]
    assert rows[0]["mean"] == mean(right(row, LABELS) for row in SCORES)
    assert rows[-1] == {"size": 4, "mean": right(SCORES.mean(0), LABELS), "sd": 0.0, "of": 1}


def test_report_judges_each_ensemble_beside_its_own_members():
    values, _ = report(SCORES, torch.tensor([1.0, 1, 1, 1]), LABELS, 2)
    alone = values["alone.test_accuracy"]["data"]
    assert alone == [50, 100, 50, 100]
    assert values["ensemble.test_accuracy"]["data"] == [100, 75]
    assert values["gain"]["data"] == [25, 0]
    assert values["agreed.share"]["data"] == [50, 50]
    assert values["agreed.test_accuracy"]["data"] == [100, 100]
    assert values["counts.test_accuracy"]["data"] == [50]


def test_seeds_share_no_network(monkeypatch, tmp_path):
    rows = [Review("a good film", 1), Review("a bad film", 0)] * 2
    asked = []

    class Now:
        def __init__(self, *_, **__): ...
        def __enter__(self):
            return self

        def __exit__(self, *_): ...
        def submit(self, function, *arguments):
            if function is sentiment_ensemble.scores_of:
                asked.append((arguments[0].fit.seed, arguments[1].name))
            other = 1.0 if len(asked) % 2 else -3.0
            return type("Done", (), {"result": lambda _: [1.0, -1.0, other, 0.5]})()

    monkeypatch.setattr(sentiment_ensemble, "ProcessPoolExecutor", Now)
    monkeypatch.setattr(sentiment_ensemble.imdb, "load", lambda _: rows)
    outcome = run([0, 1], runs=tmp_path)
    assert asked == [(k, f"sentiment-bilstm-{k}.safetensors") for k in range(6)]
    assert outcome.values["ensemble.test_accuracy"]["data"] == [50, 50]
