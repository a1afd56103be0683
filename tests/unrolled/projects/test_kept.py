"""The weights that come with the book: small, whole, and able to answer."""

import json

import pytest
import torch
from projects_words import answer, call
from safetensors.torch import load_file

from unrolled.experiments import projects_charlm, projects_chatbot, projects_sentiment
from unrolled.projects import model_file
from unrolled.results import ROOT


@pytest.mark.parametrize("project", ["charlm", "chatbot", "sentiment"])
def test_the_kept_weights_are_small_whole_and_say_what_made_them(project):
    path = model_file.kept_weights(project)
    assert path.stat().st_size <= 2_000_000
    run = model_file.about(path, project)["run"]
    assert run["command"].startswith(f"python -m unrolled {project} train")
    assert {"seed", "data", "scores", "looks", "versions", "machine"} <= run.keys()
    assert len(run["data"]["sha256"]) == 64
    assert all(value.dtype == torch.float16 for value in load_file(path).values())


def test_the_kept_model_writes_and_knows_english():
    found = answer("charlm", "sample", "--prompt", "In the beginning", "--length", 30, "--seed", 0)
    assert len(found["text"]) == 30
    measured = answer("charlm", "evaluate", "-", stdin="And God saw every thing that he had made.\n" * 3)
    assert measured["bits_per_character"] < 2.5


def test_the_kept_model_tells_praise_from_blame():
    praise, blame = (
        json.loads(call("sentiment", "predict", "--json", text).stdout)["probability"]
        for text in ("A wonderful, moving film with superb acting.", "An awful, boring waste of time, terribly acted.")
    )
    assert praise > 0.8
    assert blame < 0.2


def test_the_kept_chatbot_greets_and_is_better_than_guessing():
    found = json.loads(call("chatbot", "reply", "--json", "--beam", "1", stdin="hello!").stdout)
    assert any(word in found["reply"] for word in ("hi", "hey", "hello", "how"))
    assert model_file.about(model_file.kept_weights("chatbot"), "chatbot")["run"]["scores"]["nats_per_piece"] < 4.6


@pytest.mark.parametrize("experiment", [projects_charlm, projects_chatbot, projects_sentiment])
def test_quick_runs_measure_the_kept_model(experiment):
    found = experiment.run([0], quick=True)
    name = experiment.__name__.rsplit(".", 1)[1]
    record = json.loads((ROOT / "docs" / "results" / f"{name}.json").read_text("utf-8"))
    assert found.values.keys() == record["values"].keys()
    assert found.body["weights"] == record["weights"] == model_file.sha256(model_file.kept_weights(experiment.PROJECT))
