"""Numbers nearest to zero, kept and flushed."""

import pytest
import torch

from unrolled.denormals import denormals


def test_denormal_numbers_are_zero_inside_and_kept_before_and_after_also_after_an_error():
    small = torch.tensor([1e-39])
    with denormals(flushed=True):
        assert (small / 2).item() == 0
    assert (small / 2).item() > 0
    with denormals(flushed=False):
        assert (small / 2).item() > 0
    with pytest.raises(KeyError), denormals(flushed=True):
        raise KeyError
    assert (small / 2).item() > 0


def test_a_processor_that_cannot_flush_denormal_numbers_is_told_of(monkeypatch):
    monkeypatch.setattr(torch, "set_flush_denormal", lambda _: False)
    with denormals(flushed=False):
        pass
    with pytest.raises(RuntimeError, match="cannot take denormal numbers for zero"), denormals(flushed=True):
        pass
