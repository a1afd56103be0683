"""Backward passes by hand against autograd and torch.nn, in float64."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from unrolled.bptt import elman, gru, lstm

TIGHT = {"atol": 1e-10, "rtol": 1e-10}
SHAPES = st.tuples(st.integers(1, 4), st.integers(1, 7), st.integers(1, 5), st.integers(1, 6))
DOUBLE = {"dtype": torch.float64}
SMALL = (2, 5, 3, 4)


def weights(shape, gates=1, biases=1):
    """x, W, U and the biases of a draw, all leaves of autograd."""
    B, T, D, H = shape
    torch.manual_seed(sum(shape))
    sizes = [(B, T, D), (gates * H, D), (gates * H, H), *[(gates * H,), (H,)][:biases]]
    return [torch.randn(*size, **DOUBLE).requires_grad_() for size in sizes]


def start(shape):
    return torch.randn(shape[0], shape[3], **DOUBLE).requires_grad_()


def compare(by_hand, loss, inputs):
    torch.testing.assert_close(by_hand, torch.autograd.grad(loss, inputs), **TIGHT)


def elman_case(shape):
    """Gradients by hand, the loss for autograd, and what it depends on: x, h0, W, U, b."""
    x, W, U, b = weights(shape)
    h0 = start(shape)
    output, tape = elman.forward(x, h0, W, U, b)
    target = torch.randn_like(output)
    loss, direct = elman.squared_error(output, target)
    with torch.no_grad():
        found = elman.backward(direct, tape)
    return found, loss, (x, h0, W, U, b), output, target


@pytest.mark.equation("bptt.2")
@pytest.mark.equation("bptt.3")
@pytest.mark.equation("bptt.4")
@pytest.mark.equation("bptt.5")
@pytest.mark.equation("bptt.6")
@pytest.mark.equation("bptt.7")
@pytest.mark.equation("bptt.8")
@settings(deadline=None, max_examples=30)
@given(shape=SHAPES)
def test_elman_by_hand_equals_autograd(shape):
    found, loss, inputs, _, _ = elman_case(shape)
    compare(tuple(found), loss, inputs)


def test_elman_forward_equals_torch():
    _, _, (x, h0, W, U, b), output, _ = elman_case(SMALL)
    oracle = nn.RNN(3, 4, batch_first=True).double()
    with torch.no_grad():
        for ours, name in ((W, "weight_ih_l0"), (U, "weight_hh_l0"), (b, "bias_ih_l0")):
            getattr(oracle, name).copy_(ours)
        oracle.bias_hh_l0.zero_()
    torch.testing.assert_close(output, oracle(x, h0[None])[0], **TIGHT)


@pytest.mark.equation("bptt.1")
def test_gradient_of_a_sum_over_time_is_the_sum_of_the_gradients_of_its_steps():
    _, loss, inputs, output, target = elman_case(SMALL)
    steps = [0.5 * (output[:, t] - target[:, t]).square().sum() for t in range(SMALL[1])]
    torch.testing.assert_close(loss, sum(steps), **TIGHT)
    each = [torch.autograd.grad(step, inputs[2:], retain_graph=True) for step in steps]
    summed = tuple(sum(parts) for parts in zip(*each, strict=True))
    torch.testing.assert_close(torch.autograd.grad(loss, inputs[2:]), summed, **TIGHT)


def test_first_step_hears_of_a_loss_at_the_last_step_only_through_later_states():
    _, tape = elman.forward(*(torch.randn(*s, **DOUBLE) for s in ((1, 4, 2), (1, 3), (3, 2), (3, 3), (3,))))
    direct = torch.zeros(1, 4, 3, **DOUBLE)
    direct[:, -1] = 1.0
    assert elman.backward(direct, tape).x[:, 0].abs().sum() > 0
    assert elman.backward(direct, tape._replace(U=torch.zeros(3, 3, **DOUBLE))).x[:, :-1].abs().sum() == 0


@pytest.mark.equation("bptt.10")
@pytest.mark.equation("bptt.11")
@settings(deadline=None, max_examples=30)
@given(shape=SHAPES)
def test_lstm_by_hand_equals_autograd_and_torch(shape):
    x, W, U, b = weights(shape, gates=4)
    h0, c0 = start(shape), start(shape)
    output, (_, c), tape = lstm.forward(x, (h0, c0), W, U, b)
    direct, end = torch.randn_like(output), torch.randn_like(c)
    with torch.no_grad():
        found = lstm.backward(direct, end, tape)
    by_hand = (found.x, *found.state, found.W, found.U, found.b)
    compare(by_hand, (output * direct).sum() + (c * end).sum(), (x, h0, c0, W, U, b))
    oracle = torch.lstm(x, (h0[None], c0[None]), [W, U, b, 0 * b], True, 1, 0.0, False, False, True)
    torch.testing.assert_close((output, c), (oracle[0], oracle[2][0]), **TIGHT)


@pytest.mark.equation("bptt.12")
@pytest.mark.equation("bptt.13")
@settings(deadline=None, max_examples=30)
@given(shape=SHAPES)
def test_gru_by_hand_equals_autograd_and_torch(shape):
    x, W, U, b, b_u = weights(shape, gates=3, biases=2)
    h0 = start(shape)
    output, tape = gru.forward(x, h0, W, U, b, b_u)
    direct = torch.randn_like(output)
    with torch.no_grad():
        found = gru.backward(direct, tape)
    compare(tuple(found), (output * direct).sum(), (x, h0, W, U, b, b_u))
    second = torch.cat([torch.zeros(2 * len(b_u), **DOUBLE), b_u])
    oracle, _ = torch.gru(x, h0[None], [W, U, b, second], True, 1, 0.0, False, False, True)
    torch.testing.assert_close(output, oracle, **TIGHT)


@pytest.mark.parametrize("name", ["elman", "gru"])
def test_wrong_shapes_are_named(name):
    x, *_ = weights(SMALL)
    forward = {"elman": elman.forward, "gru": gru.forward}[name]
    wrong = [torch.zeros(9, 9, **DOUBLE), torch.zeros(9, 9, **DOUBLE), torch.zeros(9, **DOUBLE)]
    with pytest.raises(TypeError):
        forward(x, torch.zeros(2, 4, **DOUBLE), *wrong)
