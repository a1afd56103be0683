"""The copy problem's sequences and answers."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from unrolled.data.copy import copy


@given(st.integers(1, 9), st.integers(1, 30), st.integers(1, 5), st.integers(2, 9), st.integers(0, 99))
def test_symbols_silence_cue_and_room_for_the_answer(batch, delay, symbols, alphabet, seed):
    x, y = copy(batch, delay, torch.Generator().manual_seed(seed), symbols, alphabet)
    assert x.shape == (batch, 2 * symbols + delay, alphabet + 2)
    assert torch.equal(x.sum(-1), torch.ones(x.shape[:2]))
    tokens = x.argmax(-1)
    assert torch.equal(tokens[:, :symbols], y)
    cue = torch.zeros(x.shape[1], dtype=torch.bool)
    cue[symbols + delay - 1] = True
    assert (tokens[:, cue] == alphabet + 1).all()
    assert (tokens[:, symbols:][:, ~cue[symbols:]] == alphabet).all()


@pytest.mark.parametrize("wrong", [{"delay": 0}, {"symbols": 0}, {"alphabet": 1}])
def test_refuses_what_leaves_nothing_to_copy(wrong):
    with pytest.raises(ValueError, match="at least one step"):
        copy(2, **{"delay": 3, "generator": torch.Generator(), **wrong})
