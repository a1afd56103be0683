"""Carried state that is thrown away now and then."""

import pytest
import torch

from unrolled.experiments.written_text import stream_loss_from
from unrolled.forgetful import Forgetful
from unrolled.models.language_model import LanguageModel
from unrolled.running_text import mean_loss, stream_loss
from unrolled.truncated import Carried, chunks, tracks


@pytest.fixture
def model() -> LanguageModel:
    torch.manual_seed(0)
    return LanguageModel(7, 5, "gru").double()


def losses(model, loss_of) -> list[float]:
    ids = torch.arange(97) ** 2 % 7
    return [loss_of(model, chunk).item() for chunk in chunks(tracks(ids[:-1], 4), tracks(ids[1:], 4), 3)]


@pytest.mark.parametrize(("share", "carry"), [(0, True), (1, False)])
def test_the_ends_of_its_range_are_to_carry_always_and_never(model, share, carry):
    assert losses(model, Forgetful(mean_loss, share)) == losses(model, Carried(mean_loss, carry))


def test_tracks_begin_anew_one_by_one(model):
    forgetful, kept = Forgetful(mean_loss, 0.5), []
    seen = []
    model.register_forward_pre_hook(lambda _, _args, kwargs: seen.append(kwargs["state"]), with_kwargs=True)
    losses(model, forgetful)
    for state in seen[1:]:
        kept += (state[0] != 0).any(dim=1).tolist()
    assert 0.2 < sum(kept) / len(kept) < 0.8


@pytest.mark.parametrize("share", [-0.1, 1.5])
def test_a_share_that_is_no_probability_is_refused(share):
    with pytest.raises(ValueError, match="0 to 1"):
        Forgetful(mean_loss, share)


def test_a_loss_from_zeros_is_the_loss_from_nothing_and_another_state_gives_another(model):
    ids = torch.arange(60) % 7
    zeros = stream_loss_from((torch.zeros(3, 5, dtype=torch.float64),), model, ids, steps=4)
    assert zeros == pytest.approx(stream_loss(model, ids, batch=3, steps=4), abs=1e-12)
    ones = stream_loss_from((torch.ones(3, 5, dtype=torch.float64),), model, ids, steps=4)
    assert abs(ones - zeros) > 1e-6
