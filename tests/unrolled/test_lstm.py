"""Our LSTM against `torch.nn.LSTM` and against its own equations, in float64."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from jaxtyping import TypeCheckError
from torch import nn

from unrolled.cells.convert_lstm import from_torch, fuse, to_torch
from unrolled.cells.lstm import ExplicitLSTMCell, LSTMCell, set_forget_bias
from unrolled.layers.bidirectional import Bidirectional, reverse
from unrolled.layers.recurrent import LSTM
from unrolled.layers.torch_layers import TorchLSTM

SHAPES = st.tuples(st.integers(1, 4), st.integers(1, 7), st.integers(1, 5), st.integers(1, 6))
TIGHT = {"atol": 1e-10, "rtol": 1e-10}


pytestmark = pytest.mark.usefixtures("double")


def layer_and_oracle(D, H):
    oracle = nn.LSTM(D, H, batch_first=True)
    layer = LSTM(D, H)
    layer.cell = from_torch(oracle)
    return layer, oracle


def compare_gradients(cell, oracle, suffix=""):
    torch.testing.assert_close(cell.W.grad, getattr(oracle, f"weight_ih_l0{suffix}").grad, **TIGHT)
    torch.testing.assert_close(cell.U.grad, getattr(oracle, f"weight_hh_l0{suffix}").grad, **TIGHT)
    torch.testing.assert_close(cell.b.grad, getattr(oracle, f"bias_ih_l0{suffix}").grad, **TIGHT)


@pytest.mark.equation("lstm.1")
@pytest.mark.equation("lstm.2")
@pytest.mark.equation("lstm.3")
@pytest.mark.equation("lstm.4")
@pytest.mark.equation("lstm.5")
@pytest.mark.equation("lstm.6")
@settings(deadline=None, max_examples=20)
@given(shape=SHAPES)
def test_explicit_cell_equals_torch_step_by_step(shape):
    B, T, D, H = shape
    torch.set_default_dtype(torch.float64)
    cell = ExplicitLSTMCell(D, H)
    oracle = to_torch(fuse(cell))
    x = torch.randn(B, T, D)
    state = cell.zero_state(B, x)
    seen = []
    for t in range(T):
        state = cell(x[:, t], state)
        seen.append(state[0])
    output, (h, c) = oracle(x)
    torch.testing.assert_close(torch.stack(seen, 1), output, **TIGHT)
    torch.testing.assert_close(state, (h[0], c[0]), **TIGHT)
    sum(s.sum() for s in seen).backward()
    output.sum().backward()
    torch.testing.assert_close(
        torch.cat([getattr(cell, f"U_{g}").grad for g in "ifgo"]), oracle.weight_hh_l0.grad, **TIGHT
    )


@pytest.mark.equation("lstm.7")
def test_fused_cell_equals_explicit_cell():
    explicit = ExplicitLSTMCell(3, 5)
    fused = fuse(explicit)
    x, state = torch.randn(4, 3), (torch.randn(4, 5), torch.randn(4, 5))
    torch.testing.assert_close(fused(x, state), explicit(x, state), **TIGHT)
    torch.testing.assert_close(fused.step(fused.project(x), state), explicit(x, state), **TIGHT)


@settings(deadline=None, max_examples=20)
@given(shape=SHAPES, padded=st.booleans(), carried=st.booleans(), batch_first=st.booleans())
def test_layer_equals_torch_forward_and_backward(shape, padded, carried, batch_first):
    B, T, D, H = shape
    torch.set_default_dtype(torch.float64)
    oracle = nn.LSTM(D, H, batch_first=batch_first)
    layer = LSTM(D, H)
    layer.cell = from_torch(oracle)
    x = torch.randn(B, T, D, requires_grad=True)
    x2 = x.detach().clone().requires_grad_()
    lengths = torch.randint(1, T + 1, (B,)) if padded else None
    state = (torch.randn(B, H), torch.randn(B, H)) if carried else None
    output, (h, c) = layer(x, lengths, state)
    given_state = None if state is None else (state[0][None], state[1][None])
    fed = x2 if batch_first else x2.transpose(0, 1)
    if padded:
        packed = nn.utils.rnn.pack_padded_sequence(fed, lengths, batch_first=batch_first, enforce_sorted=False)
        packed, (h2, c2) = oracle(packed, given_state)
        output2, _ = nn.utils.rnn.pad_packed_sequence(packed, batch_first=batch_first, total_length=T)
    else:
        output2, (h2, c2) = oracle(fed, given_state)
    output2 = output2 if batch_first else output2.transpose(0, 1)
    torch.testing.assert_close(output, output2, **TIGHT)
    torch.testing.assert_close((h, c), (h2[0], c2[0]), **TIGHT)
    weight = torch.randn_like(output)
    ((output * weight).sum() + (h * c).sum()).backward()
    ((output2 * weight).sum() + (h2 * c2).sum()).backward()
    torch.testing.assert_close(x.grad, x2.grad, **TIGHT)
    compare_gradients(layer.cell, oracle)


@pytest.mark.parametrize("cut", [1, 3, 6])
def test_steps_equal_sequence_equal_chunks(cut):
    layer = LSTM(3, 4)
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


def test_torch_backend_equals_ours_with_and_without_lengths():
    layer, oracle = layer_and_oracle(3, 4)
    theirs = TorchLSTM(3, 4)
    theirs.module = oracle
    x, state = torch.randn(3, 5, 3), (torch.randn(3, 4), torch.randn(3, 4))
    for lengths in (None, torch.tensor([5, 1, 3])):
        torch.testing.assert_close(theirs(x, lengths, state), layer(x, lengths, state), **TIGHT)


@pytest.mark.parametrize("backend", ["book", "torch"])
def test_bidirectional_equals_torch_packed(backend):
    oracle = nn.LSTM(3, 4, batch_first=True, bidirectional=True)
    kind = {"book": LSTM, "torch": TorchLSTM}[backend]
    ours = Bidirectional(kind(3, 4), kind(3, 4))
    for layer, back in ((ours.ahead, False), (ours.back, True)):
        cell = from_torch(oracle, backward=back)
        if backend == "book":
            layer.cell = cell
        else:
            layer.module = to_torch(cell)
    x, lengths = torch.randn(3, 6, 3), torch.tensor([6, 2, 4])
    packed, _ = oracle(nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False))
    expected, _ = nn.utils.rnn.pad_packed_sequence(packed, batch_first=True)
    mask = (torch.arange(6) < lengths[:, None]).unsqueeze(-1)
    torch.testing.assert_close(ours.outputs(x, lengths) * mask, expected, **TIGHT)
    torch.testing.assert_close(ours(x, lengths)[0], expected, **TIGHT)


def test_reverse_twice_is_the_input_and_padding_stays():
    x, lengths = torch.arange(10).view(2, 5), torch.tensor([3, 5])
    assert reverse(x, lengths).tolist() == [[2, 1, 0, 3, 4], [9, 8, 7, 6, 5]]
    assert torch.equal(reverse(reverse(x, lengths), lengths), x)


@pytest.mark.equation("lstm.8")
def test_gradient_of_cell_state_is_product_of_forget_gates_when_gates_see_no_state():
    cell = LSTMCell(2, 3)
    with torch.no_grad():
        cell.U.zero_()  # gates then depend on x alone, and the only path from c_0 to c_T is the cell state
    x = torch.randn(1, 6, 2)
    c0 = torch.randn(1, 3, requires_grad=True)
    h, c, product = torch.zeros(1, 3), c0, torch.ones(1, 3)
    for t in range(6):
        product = product * torch.sigmoid(cell.project(x[:, t])[:, 3:6])
        h, c = cell(x[:, t], (h, c))
    (gradient,) = torch.autograd.grad(c.sum(), c0)
    torch.testing.assert_close(gradient, product, **TIGHT)


@pytest.mark.equation("lstm.9")
def test_forget_bias_sets_what_stays_of_the_cell():
    cell = LSTMCell(2, 3)
    with torch.no_grad():
        cell.W.zero_(), cell.U.zero_(), cell.b.zero_()
    set_forget_bias(cell, 1.0)
    _, c = cell(torch.zeros(1, 2), (torch.zeros(1, 3), torch.ones(1, 3)))
    torch.testing.assert_close(c, torch.full((1, 3), 1 / (1 + torch.tensor(-1.0).exp().item())), **TIGHT)


@pytest.mark.parametrize(
    ("shape", "lengths", "words"),
    [
        ((2, 4, 9), None, "D = 3"),
        ((2, 0, 3), None, "T >= 1"),
        ((2, 4, 3), [5, 1], "1 to 4"),
        ((2, 4, 3), [0, 1], "1 to 4"),
    ],
)
@pytest.mark.parametrize("kind", [LSTM, TorchLSTM])
def test_bad_input_names_what_is_wrong(kind, shape, lengths, words):
    with pytest.raises(ValueError, match=words):
        kind(3, 4)(torch.randn(shape), None if lengths is None else torch.tensor(lengths))


def test_shape_annotations_bite():
    with pytest.raises(TypeCheckError, match="lengths"):
        LSTM(3, 4)(torch.randn(2, 4, 3), torch.tensor([1, 2, 3]))
