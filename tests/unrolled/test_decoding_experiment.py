"""The experiment on decoding at its smallest, what it is made of, and its figures."""

import json

import pytest
import torch
from matplotlib.figure import Figure

from unrolled.character_stepper import CharacterStepper
from unrolled.data import telegrams
from unrolled.decoding import Rules, beam, greedy
from unrolled.decoding.language import LanguageStepper
from unrolled.experiments import decoding
from unrolled.experiments.decoding_speed import plain_generation
from unrolled.figures.decoding import FIGURES
from unrolled.models.character_model import CharacterModel
from unrolled.plotting import PALETTE
from unrolled.repetition import repeated


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs")
    first = decoding.run([0], quick=True, runs=folder, progress=False)
    again = decoding.run([0], quick=True, runs=folder, progress=False)  # from what was kept
    assert again == first
    return first


def test_all_parts_are_measured(outcome):
    json.dumps(outcome, allow_nan=False)
    values = outcome.values
    for key in ("telegrams.greedy.bleu", "telegrams.beam5_a06.exact", "text.books.repeated", "speed.beams.ratio_plain"):
        assert key in values
        assert f"{key}.mean" in values
    assert values["beams.same_plain"]["data"] == [100]
    assert values["beams.same_alone"]["data"] == [100]
    assert values["telegrams.beam1_a0.bleu"]["data"] == values["telegrams.greedy.bleu"]["data"]
    assert values["telegrams.beam1_a0.log_p"]["data"] == values["telegrams.greedy.log_p"]["data"]


def test_figures_are_drawn_from_the_record(outcome):
    result = {"values": outcome.values, "config": outcome.config, **outcome.body}
    for function, size in FIGURES.values():
        figure = Figure(figsize=size)
        function(figure, result, PALETTE["light"])
        assert figure.axes


def test_telegrams_leave_out_common_words_alone():
    found = telegrams.load(dropped=5, words=100, splits={"valid": 50, "test": 50})
    assert set(found) == {"train", "valid", "test"}
    for source, target in found["test"]:
        left = iter(target.split())
        assert source
        assert all(word in left for word in source.split())  # in the same order
    dropped = {w for s, t in found["train"] for w in t.split()} - {w for s, t in found["train"] for w in s.split()}
    assert len(dropped) == 5
    assert {"and", "the", "of"} <= dropped


@pytest.mark.equation("decoding.10")
def test_repetition_counts_runs_that_were_there_before():
    assert repeated("abcabcabc", 3) == pytest.approx(1 - 3 / 7)
    assert repeated("abcdef", 2) == 0
    assert repeated([1, 1, 1, 1], 1) == 0.75
    for text, n in (("ab", 3), ("ab", 0)):
        with pytest.raises(ValueError, match="there are none"):
            repeated(text, n)


def test_a_language_model_is_a_stepper():
    torch.manual_seed(0)
    model = CharacterModel(9, 4, 6, backend="torch").eval().double()
    stepper, prompts = LanguageStepper(model), torch.tensor([[3, 4, 5], [5, 6, 5]])
    rules = Rules(6, bos=5, eos=None, forbidden=())
    found = greedy(stepper, stepper.start(prompts), rules).tokens
    for prompt, written in zip(prompts, found, strict=True):
        with torch.no_grad():
            logits, _ = model(torch.tensor([[*prompt.tolist(), *written]]))
        assert logits[0, 2:-1].argmax(1).tolist() == written
    with pytest.raises(ValueError, match="two tokens"):
        stepper.start(prompts[:, :1])
    model.train()
    with pytest.raises(ValueError, match="training mode"):
        beam(LanguageStepper(model), stepper.start(prompts))


def test_both_forms_that_are_timed_give_the_same_probabilities():
    torch.manual_seed(0)
    model = CharacterModel(9, 4, 6, backend="torch").eval()
    written = plain_generation(model, 0, 20, torch.Generator().manual_seed(0))[0].tolist()
    stepper = CharacterStepper.of(model)
    with torch.no_grad():
        logits, _ = model(torch.tensor([[0, *written]]))
    for t, token in enumerate([0, *written]):
        torch.testing.assert_close(torch.from_numpy(stepper.read(token).copy()), logits[0, t], atol=1e-5, rtol=0)
