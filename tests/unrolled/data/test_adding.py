"""The adding problem's sequences and sums."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from unrolled.data.adding import GUESS_MSE, adding


@given(st.integers(1, 20), st.integers(2, 60), st.integers(0, 99))
def test_one_mark_in_each_half_and_their_sum(batch, steps, seed):
    x, y = adding(batch, steps, torch.Generator().manual_seed(seed))
    assert x.shape == (batch, steps, 2)
    numbers, marks = x.unbind(-1)
    assert torch.equal(marks[:, : steps // 2].sum(1), torch.ones(batch))
    assert torch.equal(marks[:, steps // 2 :].sum(1), torch.ones(batch))
    assert torch.equal(y, torch.stack([row[mark == 1].sum() for row, mark in zip(numbers, marks, strict=True)]))


def test_guessing_one_costs_what_the_constant_says():
    _, y = adding(200_000, 2, torch.Generator().manual_seed(0))
    assert ((y - 1) ** 2).mean().item() == pytest.approx(GUESS_MSE, rel=0.01)


def test_refuses_a_sequence_without_two_halves():
    with pytest.raises(ValueError, match="at least 2 steps, not 1"):
        adding(1, 1, torch.Generator())
