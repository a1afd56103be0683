"""The experiments of the projects: what they measure, and that the records are of the weights that are kept."""

import json

import pytest
import torch
from projects_words import labelled

from unrolled.data.vocabulary import UNKNOWN
from unrolled.experiments import projects_charlm, projects_sentiment
from unrolled.projects import model_file
from unrolled.projects.sentiment.contributions import occlusion
from unrolled.projects.sentiment.faithful import at_random, moved
from unrolled.projects.sentiment.judge import log_odds, tokens_of
from unrolled.projects.sentiment.model import read
from unrolled.results import ROOT


@pytest.mark.equation("sentiment-pipeline.6")
def test_the_words_that_spoke_most_are_made_unknown(made):
    trained = read(made.sentiment)
    rows = [trained.vocabulary.encode(tokens_of(trained, text)) for text, _ in labelled(6)]
    total = 0.0
    for row in rows:
        z = log_odds(trained, [row]).item()
        gains = [c if z > 0 else -c for c in occlusion(trained, row)]
        first, second = sorted(range(len(row)), key=lambda t: -gains[t])[:2]
        erased = [UNKNOWN if t in (first, second) else token for t, token in enumerate(row)]
        after = log_odds(trained, [erased]).item()
        total += z - after if z > 0 else after - z
    assert moved(trained, rows, occlusion, 2) == pytest.approx(total / 6, abs=1e-4)
    assert moved(trained, rows, occlusion, 2) > moved(trained, rows, at_random(0), 2)
    every = moved(trained, rows, at_random(0), 99)
    nothing = log_odds(trained, [[UNKNOWN] * len(row) for row in rows])
    whole = log_odds(trained, rows)
    assert every == pytest.approx(((whole - nothing) * whole.sign()).mean().item(), abs=1e-4)


@pytest.mark.parametrize("experiment", [projects_charlm, projects_sentiment])
def test_quick_runs_measure_the_kept_model(experiment):
    found = experiment.run([0], quick=True)
    name = experiment.__name__.rsplit(".", 1)[1]
    record = json.loads((ROOT / "docs" / "results" / f"{name}.json").read_text("utf-8"))
    assert found.values.keys() == record["values"].keys()
    assert found.body["weights"] == record["weights"] == model_file.sha256(model_file.kept_weights(experiment.PROJECT))
    torch.set_num_threads(1)
