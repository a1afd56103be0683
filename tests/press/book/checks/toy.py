"""Checks the one equation of the toy book."""

import math

import pytest
from toybox.cell import SCALE, Cell


@pytest.mark.equation("toy.1")
def test_step_is_the_equation():
    assert Cell().step(0.5, 0.25) == math.tanh(SCALE * 0.5 + 0.25)
