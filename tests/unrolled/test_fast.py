"""The hand-written passes against `torch.nn`: outputs, states and every gradient, in both precisions."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from unrolled.cells.cell import Cell
from unrolled.cells.elman import ElmanCell
from unrolled.cells.gru import GRUCell
from unrolled.cells.lstm import LSTMCell
from unrolled.cells.recurrent_dropout import CandidateDropoutLSTMCell
from unrolled.layers.fast import FastGRU, FastLSTM, FastRecurrent, FastRNN
from unrolled.layers.recurrent import Recurrent
from unrolled.layers.time_major import input_gradient, project, time_major, weight_gradient

KINDS = {"rnn": (FastRNN, nn.RNN), "lstm": (FastLSTM, nn.LSTM), "gru": (FastGRU, nn.GRU)}
SHAPES = st.tuples(st.integers(1, 4), st.integers(1, 7), st.integers(1, 5), st.integers(1, 6))
PRECISIONS = {torch.float64: 1e-10, torch.float32: 1e-5}
every_kind = pytest.mark.parametrize("kind", KINDS)


def close(ours, theirs):
    torch.testing.assert_close(ours, theirs, atol=PRECISIONS[ours.dtype], rtol=PRECISIONS[ours.dtype])


def pair(kind, D, H, dtype=torch.float64):
    """A fast layer and `torch.nn` with the same weights."""
    fast, oracle = KINDS[kind][0](D, H).to(dtype), KINDS[kind][1](D, H, batch_first=True).to(dtype)
    with torch.no_grad():
        oracle.weight_ih_l0.copy_(fast.cell.W)
        oracle.weight_hh_l0.copy_(fast.cell.U)
        oracle.bias_ih_l0.copy_(fast.cell.b)
        oracle.bias_hh_l0.zero_()
        if kind == "gru":
            oracle.bias_hh_l0[2 * H :] = fast.cell.b_u
    return fast, oracle


def leaves(*shapes, dtype=torch.float64):
    return [torch.randn(shape, dtype=dtype, requires_grad=True) for shape in shapes]


@every_kind
@pytest.mark.parametrize("dtype", PRECISIONS)
@settings(deadline=None, max_examples=25)
@given(shape=SHAPES, seed=st.integers(0, 99))
def test_outputs_states_and_all_gradients_equal_torch(kind, dtype, shape, seed):
    B, T, D, H = shape
    torch.manual_seed(seed)
    fast, oracle = pair(kind, D, H, dtype)
    x, *state = leaves((B, T, D), *[(B, H)] * fast.cell.parts, dtype=dtype)
    given_state = tuple(s.unsqueeze(0) for s in state)
    output, end = fast(x, state=tuple(state))
    expected, expected_end = oracle(x, given_state if kind == "lstm" else given_state[0])
    expected_end = tuple(s[0] for s in expected_end) if kind == "lstm" else (expected_end[0],)
    weights = [torch.randn_like(part) for part in (output, *end)]  # a different weight on every number
    ours = sum((part * w).sum() for part, w in zip((output, *end), weights, strict=True))
    theirs = sum((part * w).sum() for part, w in zip((expected, *expected_end), weights, strict=True))
    for part, other in zip((output, *end), (expected, *expected_end), strict=True):
        close(part, other)
    names = ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0"]
    wanted = torch.autograd.grad(theirs, [x, *state, *(getattr(oracle, n) for n in names), oracle.bias_hh_l0])
    found = torch.autograd.grad(ours, [x, *state, *fast.cell.parameters()])
    for gradient, other in zip(found, wanted[: 4 + len(state)], strict=False):
        close(gradient, other)
    if kind == "gru":
        close(found[-1], wanted[-1][2 * H :])


@every_kind
def test_equals_the_hoisted_layer_from_zero_state_with_an_input_that_needs_no_gradient(kind):
    fast, _ = pair(kind, 3, 5)
    hoisted, x = Recurrent(fast.cell), torch.randn(2, 4, 3, dtype=torch.float64)
    (output, end), (expected, expected_end) = fast(x), hoisted(x)
    close(output, expected)
    for part, other in zip(end, expected_end, strict=True):
        close(part, other)
    ours = torch.autograd.grad(output.square().sum(), list(fast.parameters()))
    theirs = torch.autograd.grad(expected.square().sum(), list(fast.parameters()))
    for gradient, other in zip(ours, theirs, strict=True):
        close(gradient, other)


@every_kind
@pytest.mark.parametrize("cut", [1, 3, 6])
def test_chunks_with_carried_state_equal_the_whole_forward_and_backward(kind, cut):
    fast, _ = pair(kind, 3, 4)
    (x,) = leaves((2, 7, 3))
    whole, end = fast(x)
    first, state = fast(x[:, :cut])
    second, last = fast(x[:, cut:], state=state)
    chunks = torch.cat([first, second], dim=1)
    close(chunks, whole)
    for part, other in zip(last, end, strict=True):
        close(part, other)
    wanted = torch.autograd.grad(whole.square().sum(), [x, *fast.parameters()])
    found = torch.autograd.grad(chunks.square().sum(), [x, *fast.parameters()])
    for gradient, other in zip(found, wanted, strict=True):
        close(gradient, other)


@every_kind
def test_any_layout_of_the_input_and_of_the_gradient(kind):
    fast, oracle = pair(kind, 3, 4)
    (x,) = leaves((5, 2, 3))
    output, expected = fast(x.transpose(0, 1))[0], oracle(x.transpose(0, 1))[0]
    weight = torch.randn(4, 5, 2, dtype=torch.float64).permute(2, 1, 0)
    close(torch.autograd.grad(output, x, weight)[0], torch.autograd.grad(expected, x, weight)[0])
    spread = fast(x)[0].sum()  # the gradient of a sum is one number, expanded
    close(torch.autograd.grad(spread, x)[0], torch.autograd.grad(oracle(x)[0].sum(), x)[0])


@every_kind
def test_a_second_backward_pass_stops_instead_of_giving_wrong_numbers(kind):
    fast, _ = pair(kind, 3, 4)
    (x,) = leaves((2, 3, 3))
    loss = fast(x)[0].sum()
    first = torch.autograd.grad(loss, x, retain_graph=True)[0]
    if kind == "rnn":  # keeps what it needs
        close(torch.autograd.grad(loss, x)[0], first)
    else:
        with pytest.raises(RuntimeError, match="modified by an inplace operation"):
            torch.autograd.grad(loss, x)


@every_kind
def test_second_derivatives_are_refused(kind):
    fast, _ = pair(kind, 3, 4)
    (x,) = leaves((2, 3, 3))
    (gradient,) = torch.autograd.grad(fast(x)[0].square().sum(), x, create_graph=True)
    with pytest.raises(RuntimeError, match="once_differentiable"):
        gradient.sum().backward()


@every_kind
def test_changing_the_output_in_place_cannot_corrupt_the_gradient(kind):
    fast, oracle = pair(kind, 3, 4)
    (x,) = leaves((2, 3, 3))
    output, _ = fast(x)
    try:
        output.mul_(2)
        found = torch.autograd.grad(output.sum(), x)[0]
    except RuntimeError:
        return  # refused: nothing wrong can come out
    close(found, torch.autograd.grad(2 * oracle(x)[0].sum(), x)[0])


@every_kind
@pytest.mark.parametrize("width", [1, 256])
def test_float32_at_a_size_of_the_benchmark(kind, width):
    torch.manual_seed(0)
    fast, oracle = pair(kind, 128, width, torch.float32)
    (x,) = leaves((8, 100, 128), dtype=torch.float32)
    output, expected = fast(x)[0], oracle(x)[0]
    close(output, expected)
    weight = torch.randn_like(output) / output.numel() ** 0.5
    close(torch.autograd.grad(output, x, weight)[0], torch.autograd.grad(expected, x, weight)[0])


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (ElmanCell(2, 3, "relu"), "tanh"),
        (GRUCell(2, 3, reset="before"), "reset 'after'"),
        (GRUCell(2, 3, update="replaces"), "update 'keeps'"),
        (Cell(2, 3), "Recurrent"),
        (CandidateDropoutLSTMCell(2, 3, 0.5), "CandidateDropoutLSTMCell"),  # its step drops entries, the passes do not
    ],
)
def test_a_cell_without_hand_written_passes_is_refused(cell, words):
    with pytest.raises(ValueError, match=words):
        FastRecurrent(cell)


@every_kind
def test_bad_input_names_what_is_wrong(kind):
    fast = KINDS[kind][0](3, 4)
    x = torch.randn(2, 5, 3)
    with pytest.raises(ValueError, match="whole sequences only"):
        fast(x, torch.tensor([5, 2]))
    with pytest.raises(ValueError, match="D = 3"):
        fast(torch.randn(2, 5, 4))
    with pytest.raises(ValueError, match="one batch"):
        fast(x, state=(torch.zeros(2, 4),) * 3)
    x[1, 2, 0] = float("nan")
    with pytest.raises(ValueError, match=r"x\[1, 2, 0\] is nan"):
        FastRecurrent(LSTMCell(3, 4), check_finite=True)(x)


@pytest.mark.equation("speed.3")
def test_one_product_for_all_steps_equals_a_product_a_step():
    x, W, b = torch.randn(2, 5, 3).double(), torch.randn(4, 3).double(), torch.randn(4).double()
    hoisted = project(time_major(x), W, b, into=torch.empty(5, 2, 4).double())
    close(hoisted, torch.stack([x[:, t] @ W.T + b for t in range(5)]))


@pytest.mark.equation("speed.5")
def test_one_product_for_the_weights_equals_a_sum_over_steps():
    da, seen, W = torch.randn(5, 2, 4).double(), torch.randn(5, 2, 3).double(), torch.randn(4, 3).double()
    close(weight_gradient(da, seen), sum(da[t].T @ seen[t] for t in range(5)))
    close(input_gradient(da, W), torch.stack([da[t] @ W for t in range(5)], dim=1))
