"""The plain network against `torch.nn.RNN` and against its own equations, in float64."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from unrolled.cells.convert_elman import from_torch
from unrolled.cells.elman import ElmanCell, ExplicitElmanCell
from unrolled.cells.jordan import JordanCell
from unrolled.layers.recurrent import RNN, Recurrent
from unrolled.models.read_out import ReadOut

TIGHT = {"atol": 1e-10, "rtol": 1e-10}
SHAPES = st.tuples(st.integers(1, 4), st.integers(1, 7), st.integers(1, 5), st.integers(1, 6))
NAMES = {"W": "weight_ih_l0", "U": "weight_hh_l0", "b": "bias_ih_l0"}


pytestmark = pytest.mark.usefixtures("double")


def explicit_of(cell):
    """The explicit cell with the weights of a fused one."""
    explicit = ExplicitElmanCell(cell.input_size, cell.hidden_size, cell.nonlinearity)
    explicit.load_state_dict(cell.state_dict())
    return explicit


def same_gradients(cell, oracle):
    for ours, theirs in NAMES.items():
        torch.testing.assert_close(getattr(cell, ours).grad, getattr(oracle, theirs).grad, **TIGHT)


@pytest.mark.equation("elman.1")
@pytest.mark.equation("elman.2")
@settings(deadline=None, max_examples=20)
@given(shape=SHAPES, nonlinearity=st.sampled_from(["tanh", "relu"]))
def test_explicit_cell_equals_torch_step_by_step(shape, nonlinearity):
    B, T, D, H = shape
    torch.set_default_dtype(torch.float64)
    oracle = nn.RNN(D, H, nonlinearity=nonlinearity, batch_first=True)
    cell = explicit_of(from_torch(oracle))
    x = torch.randn(B, T, D)
    state, seen = cell.zero_state(B, x), []
    for t in range(T):
        state = cell(x[:, t], state)
        seen.append(state[0])
    output, h = oracle(x)
    torch.testing.assert_close(torch.stack(seen, 1), output, **TIGHT)
    torch.testing.assert_close(state[0], h[0], **TIGHT)
    weight = torch.randn_like(output)
    (torch.stack(seen, 1) * weight).sum().backward()
    (output * weight).sum().backward()
    same_gradients(cell, oracle)


@pytest.mark.equation("elman.4")
@settings(deadline=None, max_examples=20)
@given(shape=SHAPES, carried=st.booleans(), padded=st.booleans())
def test_layer_equals_torch_forward_and_backward(shape, carried, padded):
    B, T, D, H = shape
    torch.set_default_dtype(torch.float64)
    oracle, layer = nn.RNN(D, H, batch_first=True), RNN(D, H)
    layer.cell = from_torch(oracle)
    x = torch.randn(B, T, D, requires_grad=True)
    x2 = x.detach().clone().requires_grad_()
    h0 = torch.randn(B, H) if carried else torch.zeros(B, H)
    lengths = torch.randint(1, T + 1, (B,)) if padded else None
    output, (h,) = layer(x, lengths, (h0,) if carried else None)
    if padded:
        packed = nn.utils.rnn.pack_padded_sequence(x2, lengths, batch_first=True, enforce_sorted=False)
        packed, h2 = oracle(packed, h0[None])
        output2, _ = nn.utils.rnn.pad_packed_sequence(packed, batch_first=True, total_length=T)
    else:
        output2, h2 = oracle(x2, h0[None])
    torch.testing.assert_close(output, output2, **TIGHT)
    torch.testing.assert_close(h, h2[0], **TIGHT)
    weight = torch.randn_like(output)
    ((output * weight).sum() + h.square().sum()).backward()
    ((output2 * weight).sum() + h2.square().sum()).backward()
    torch.testing.assert_close(x.grad, x2.grad, **TIGHT)
    same_gradients(layer.cell, oracle)


@pytest.mark.equation("elman.5")
def test_product_with_the_input_may_be_taken_before_the_loop():
    cell = ElmanCell(3, 4)
    explicit = explicit_of(cell)
    x, state = torch.randn(2, 5, 3), (torch.randn(2, 4),)
    all_steps = cell.project(x)  # (B, T, H), once
    torch.testing.assert_close(all_steps, x @ cell.W.T + cell.b, **TIGHT)
    for t in range(5):
        expected = explicit(x[:, t], state)
        state = cell.step(all_steps[:, t], state)
        torch.testing.assert_close(state, expected, **TIGHT)


@pytest.mark.equation("elman.3")
def test_read_out_is_the_same_map_at_every_step():
    network = ReadOut(RNN(3, 4), 4, 2)
    x = torch.randn(2, 5, 3)
    y, state = network(x)
    h, end = network.layer(x)
    for t in range(5):
        torch.testing.assert_close(y[:, t], h[:, t] @ network.read.weight.T + network.read.bias, **TIGHT)
    torch.testing.assert_close(state, end, **TIGHT)
    again, _ = network(x[:, 3:], state=network(x[:, :3])[1])
    torch.testing.assert_close(again, y[:, 3:], **TIGHT)


@pytest.mark.parametrize("cut", [1, 3, 6])
def test_steps_equal_sequence_equal_chunks(cut):
    layer = RNN(3, 4)
    x = torch.randn(2, 7, 3)
    whole, end = layer(x)
    first, state = layer(x[:, :cut])
    second, state = layer(x[:, cut:], state=state)
    torch.testing.assert_close(torch.cat([first, second], 1), whole, **TIGHT)
    torch.testing.assert_close(state, end, **TIGHT)
    state = layer.cell.zero_state(2, x)
    for t in range(7):
        state = layer.cell(x[:, t], state)
        torch.testing.assert_close(state[0], whole[:, t], **TIGHT)


@pytest.mark.equation("elman.6")
def test_jordan_network_by_its_equation_and_forgets_what_its_output_does_not_say():
    cell = JordanCell(3, 5, 2)
    x, y = torch.randn(4, 6, 3), torch.zeros(4, 2)
    output, _ = Recurrent(cell)(x)
    for t in range(6):
        a = nn.functional.linear(x[:, t], cell.W, cell.b) + nn.functional.linear(y, cell.U)
        y = a.tanh() @ cell.read.weight.T + cell.read.bias
        torch.testing.assert_close(output[:, t], y, **TIGHT)
    with torch.no_grad():
        cell.read.weight.zero_()  # the output no longer says anything of the hidden layer
    first = x[:, :1].clone().requires_grad_()
    later, _ = Recurrent(cell)(torch.cat([first, x[:, 1:]], 1))
    assert torch.autograd.grad(later[:, -1].sum(), first)[0].abs().max() == 0


def test_one_hot_input_and_embedding_are_the_same_network():
    by_column, by_table = RNN(6, 4), RNN(4, 4)
    table = nn.Embedding(6, 4)
    with torch.no_grad():
        table.weight.copy_(by_column.cell.W.T)  # row k is column k of W
        by_table.cell.W.copy_(torch.eye(4))
        by_table.cell.U.copy_(by_column.cell.U)
        by_table.cell.b.copy_(by_column.cell.b)
    words = torch.randint(0, 6, (2, 5))
    one_hot, _ = by_column(nn.functional.one_hot(words, 6).double())
    looked_up, _ = by_table(table(words))
    torch.testing.assert_close(one_hot, looked_up, **TIGHT)
    one_hot.square().sum().backward()
    looked_up.square().sum().backward()
    torch.testing.assert_close(table.weight.grad, by_column.cell.W.grad.T, **TIGHT)


def test_another_nonlinearity_is_named():
    with pytest.raises(ValueError, match="tanh, relu"):
        RNN(3, 4, "sigmoid")


def test_state_of_another_size_is_named():
    with pytest.raises(ValueError, match=r"\(B, H\) = \(2, 4\)"):
        RNN(3, 4)(torch.randn(2, 5, 3), state=(torch.zeros(2, 9),))
