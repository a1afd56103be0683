"""The parity problem's bits and labels."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from unrolled.data.parity import parity


@given(st.integers(1, 9), st.integers(1, 40), st.integers(0, 99))
def test_label_says_whether_the_ones_so_far_are_odd(batch, steps, seed):
    x, y = parity(batch, steps, torch.Generator().manual_seed(seed))
    assert x.shape == (batch, steps, 1)
    for row, labels in zip(x.squeeze(-1).tolist(), y.tolist(), strict=True):
        assert set(row) <= {0.0, 1.0}
        assert labels == [int(sum(row[: t + 1])) % 2 for t in range(steps)]


def test_refuses_an_empty_sequence():
    with pytest.raises(ValueError, match="at least 1 bit, not 0"):
        parity(1, 0, torch.Generator())
