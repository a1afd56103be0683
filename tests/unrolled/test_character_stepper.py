"""The stepper of a character model: the numbers of `nn.GRU`, and draws as likely as they should be."""

from itertools import islice

import numpy as np
import pytest
import torch
from torch import nn

from unrolled.character_stepper import CharacterStepper, draw
from unrolled.decoding.choose import nucleus
from unrolled.models.character_model import CharacterModel
from unrolled.sampling import temper


def parts(vocabulary=11, embedding=4, hidden=7, dtype=torch.float64):
    torch.manual_seed(0)
    made = (
        nn.Embedding(vocabulary, embedding),
        nn.GRU(embedding, hidden, batch_first=True),
        nn.Linear(hidden, vocabulary),
    )
    return tuple(part.to(dtype) for part in made)


@pytest.mark.equation("decoding.8")
@pytest.mark.equation("decoding.9")
@pytest.mark.parametrize(("dtype", "tolerance"), [(torch.float64, 1e-10), (torch.float32, 1e-5)])
@pytest.mark.parametrize("sizes", [(11, 4, 7), (65, 32, 128), (3, 1, 1)])
def test_its_numbers_are_those_of_torch(sizes, dtype, tolerance):
    embed, gru, read = parts(*sizes, dtype)
    stepper = CharacterStepper(embed, gru, read)
    tokens = torch.randint(sizes[0], (1, 60))
    with torch.no_grad():
        states, _ = gru(embed(tokens))
        logits = read(states)
    for t, token in enumerate(tokens[0].tolist()):
        found = stepper.read(token).copy()
        assert found.dtype == stepper.h.dtype == logits.numpy().dtype
        np.testing.assert_allclose(found, logits[0, t].numpy(), rtol=0, atol=tolerance)
        np.testing.assert_allclose(stepper.h, states[0, t].numpy(), rtol=0, atol=tolerance)


def test_the_weights_are_copies_and_a_reset_forgets():
    embed, gru, read = parts()
    stepper = CharacterStepper(embed, gru, read)
    first = [stepper.read(token).copy() for token in (3, 5)]
    with torch.no_grad():
        gru.weight_hh_l0.zero_()
        embed.weight.zero_()
    assert not np.allclose(stepper.read(3), first[0])
    stepper.reset()
    for token, expected in zip((3, 5), first, strict=True):
        assert np.array_equal(stepper.read(token), expected)


def test_a_character_model_has_a_stepper():
    torch.manual_seed(0)
    model = CharacterModel(9, 4, 6, backend="torch")
    stepper = CharacterStepper.of(model)
    tokens = torch.tensor([[1, 8, 3]])
    with torch.no_grad():
        logits, _ = model(tokens)
    for t in range(3):
        np.testing.assert_allclose(stepper.read(int(tokens[0, t])), logits[0, t].numpy(), atol=1e-6)
    for other in (CharacterModel(9, 4, 6), CharacterModel(9, 4, 6, "lstm", "torch")):
        with pytest.raises(ValueError, match="TorchGRU"):
            CharacterStepper.of(other)


@pytest.mark.parametrize(("temperature", "share"), [(1, 1), (0.6, 1), (1.7, 0.8), (1, 0.3), (1, 0.01)])
def test_characters_are_drawn_as_often_as_they_are_likely(temperature, share):
    logits, generator, times = np.random.default_rng(1).normal(size=8) * 1.5, np.random.default_rng(0), 20_000
    counts = np.bincount([draw(logits, generator, temperature, share) for _ in range(times)], minlength=8)
    p = nucleus(temper(torch.tensor(logits), temperature)[None], share)[0].numpy()
    assert (counts[p == 0] == 0).all()
    assert np.abs(counts / times - p).max() < 5 * np.sqrt(0.25 / times)


def test_a_text_repeats_with_its_seed_and_goes_on_from_its_prompt():
    stepper = CharacterStepper(*parts())

    def text(prompt, seed):
        stepper.reset()
        return list(islice(stepper.write(prompt, np.random.default_rng(seed), 1.2), 30))

    assert text([1, 2], 0) == text([1, 2], 0)
    assert text([1, 2], 0) != text([1, 2], 1)
    assert len({tuple(text([1, k], 0)) for k in range(11)}) > 1


def test_what_does_not_fit_is_refused():
    embed, gru, read = parts()
    for wrong in (nn.GRU(4, 7, 2), nn.GRU(4, 7, bidirectional=True), nn.GRU(4, 7, bias=False)):
        with pytest.raises(ValueError, match="one layer and one direction"):
            CharacterStepper(embed, wrong, read)
    with pytest.raises(ValueError, match="D, H and V"):
        CharacterStepper(embed, gru, nn.Linear(7, 10))
    with pytest.raises(ValueError, match="has a bias"):
        CharacterStepper(embed, gru, nn.Linear(7, 11, bias=False))
    stepper = CharacterStepper(embed, gru, read)
    with pytest.raises(ValueError, match="empty prompt"):
        next(stepper.write([], np.random.default_rng(0)))
    for options in ({"temperature": 0}, {"share": 0}, {"share": 1.1}):
        with pytest.raises(ValueError, match="must be above 0"):
            next(stepper.write([1], np.random.default_rng(0), **options))
