"""The translator that comes with the book: small, whole, and able to translate."""

import json

import torch
from projects_words import answer
from safetensors.torch import load_file

from unrolled.experiments import projects_translate
from unrolled.experiments.projects_translate_lines import OWN, lower, plain, without_end
from unrolled.projects import model_file
from unrolled.results import ROOT


def test_the_kept_weights_are_small_whole_and_say_what_made_them():
    path = model_file.kept_weights("translate")
    assert path.stat().st_size <= 2_000_000
    run = model_file.about(path, "translate")["run"]
    assert run["command"].startswith("python -m unrolled translate train")
    assert {"seed", "data", "scores", "looks", "versions", "machine"} <= run.keys()
    assert len(run["data"]["sha256"]) == 64
    assert all(value.dtype == torch.float16 for value in load_file(path).values())


def test_quick_measures_the_kept_model_and_it_knows_german():
    found = projects_translate.run([0], quick=True)
    record = json.loads((ROOT / "docs" / "results" / "projects_translate.json").read_text("utf-8"))
    assert found.values.keys() == record["values"].keys()
    kept = model_file.sha256(model_file.kept_weights("translate"))
    assert found.body["weights"] == record["weights"] == kept
    assert found.values["beam.bleu"]["data"][0] > 30
    assert found.values["de_en.copied"]["data"][0] < 10
    assert found.values["beam.bleu_low"]["data"][0] <= found.values["beam.bleu"]["data"][0]
    shown = answer("translate", "explain", OWN[0][0])
    assert "dog" in shown["written"]


def test_lines_are_changed_as_it_says():
    assert lower("Ein Bär.") == "ein bär."
    assert plain("Über große Bäume") == "Ueber grosse Baeume"
    assert without_end("Ein Bär.") == "Ein Bär"
