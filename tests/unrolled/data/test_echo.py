"""The echo task says what was read, when it should."""

import pytest
import torch

from unrolled.data.echo import echo


def draw(batch=3, steps=9, delay=2, seed=0):
    return echo(batch, steps, delay, torch.Generator().manual_seed(seed))


def test_target_is_the_input_of_delay_steps_ago_and_zero_before():
    x, y = draw()
    assert torch.equal(y[:, 2:], x[:, :-2])
    assert (y[:, :2] == 0).all()


def test_inputs_are_signs_and_half_of_them_are_positive():
    x, _ = draw(64, 500)
    assert set(x.unique().tolist()) == {-1.0, 1.0}
    assert abs(x.mean().item()) < 0.02


def test_same_generator_same_sequences():
    assert torch.equal(draw(seed=1)[0], draw(seed=1)[0])
    assert not torch.equal(draw(seed=1)[0], draw(seed=2)[0])


@pytest.mark.parametrize("delay", [0, 9])
def test_a_delay_that_does_not_fit_is_named(delay):
    with pytest.raises(ValueError, match="1 to 8"):
        draw(delay=delay)
