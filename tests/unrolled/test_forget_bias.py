"""The forget bias that gives a memory of T steps."""

import math

import pytest
import torch

from unrolled.cells.forget_bias import bias_for_memory, chrono_biases


@pytest.mark.equation("lstm.10")
@pytest.mark.parametrize("steps", [2, 10, 100, 1e6])
def test_gate_keeps_all_but_one_part_in_t(steps):
    gate = 1 / (1 + math.exp(-bias_for_memory(steps)))
    assert gate == pytest.approx(1 - 1 / steps, abs=1e-12)


def test_a_memory_of_one_step_is_refused():
    with pytest.raises(ValueError, match="memory of 1 steps"):
        bias_for_memory(1)


@pytest.mark.equation("lstm.11")
def test_chrono_biases_spread_memories_up_to_t_and_shut_the_input_gate_as_far_as_the_forget_gate_is_open():
    torch.manual_seed(0)
    i, f, g, o = chrono_biases(4000, 100).chunk(4)
    memory = f.double().exp() + 1  # the T of (lstm.10)
    assert memory.min() >= 2
    assert memory.max() <= 100
    assert memory.mean().item() == pytest.approx((2 + 100) / 2, rel=0.03)
    torch.testing.assert_close(torch.sigmoid(i), 1 - torch.sigmoid(f))
    assert not g.any()
    assert not o.any()
    with pytest.raises(ValueError, match="up to 2 steps"):
        chrono_biases(4, 2)
