"""The forget bias that gives a memory of T steps."""

import math

import pytest

from unrolled.cells.forget_bias import bias_for_memory


@pytest.mark.equation("lstm.10")
@pytest.mark.parametrize("steps", [2, 10, 100, 1e6])
def test_gate_keeps_all_but_one_part_in_t(steps):
    gate = 1 / (1 + math.exp(-bias_for_memory(steps)))
    assert gate == pytest.approx(1 - 1 / steps, abs=1e-12)


def test_a_memory_of_one_step_is_refused():
    with pytest.raises(ValueError, match="memory of 1 steps"):
        bias_for_memory(1)
