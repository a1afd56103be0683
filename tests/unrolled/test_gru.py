"""Our GRU in its four conventions against `torch.nn.GRU`, a naive loop, and its own equations, in float64."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from unrolled.cells.convert_gru import flip_update, from_torch, fuse, to_torch
from unrolled.cells.gru import ExplicitGRUCell, GRUCell
from unrolled.cells.gru_open import OpenGRUCell
from unrolled.cells.gru_path import kept_path
from unrolled.diagnostics import gradient_reach
from unrolled.layers.bidirectional import Bidirectional
from unrolled.layers.recurrent import GRU, Recurrent
from unrolled.layers.torch_layers import TorchGRU, initialise_gates

SHAPES = st.tuples(st.integers(1, 4), st.integers(1, 7), st.integers(1, 5), st.integers(1, 6))
CONVENTIONS = [(reset, update) for reset in ("after", "before") for update in ("keeps", "replaces")]
TIGHT = {"atol": 1e-10, "rtol": 1e-10}


pytestmark = pytest.mark.usefixtures("double")


def naive_step(cell, x, h):
    """One step of one sequence, unit by unit, with sums written out: the four conventions by their formulae."""
    D, H = cell.input_size, cell.hidden_size

    def total(row, state):
        return sum(cell.W[row, d] * x[d] for d in range(D)) + sum(cell.U[row, k] * state[k] for k in range(H))

    r = [1 / (1 + torch.exp(-total(j, h) - cell.b[j])) for j in range(H)]
    z = [1 / (1 + torch.exp(-total(H + j, h) - cell.b[H + j])) for j in range(H)]
    new = []
    for j in range(H):
        row = 2 * H + j
        seen = sum(cell.W[row, d] * x[d] for d in range(D)) + cell.b[row]
        if cell.reset == "after":
            inner = r[j] * (sum(cell.U[row, k] * h[k] for k in range(H)) + cell.b_u[j])
        else:
            inner = sum(cell.U[row, k] * r[k] * h[k] for k in range(H))
        a = seen + inner
        n = (torch.exp(a) - torch.exp(-a)) / (torch.exp(a) + torch.exp(-a))
        new.append(z[j] * h[j] + (1 - z[j]) * n if cell.update == "keeps" else (1 - z[j]) * h[j] + z[j] * n)
    return torch.stack(new)


def gradients(cell, loss):
    cell.zero_grad()
    loss.backward()
    return {name: parameter.grad.clone() for name, parameter in cell.named_parameters()}


@pytest.mark.equation("gru.4")
@pytest.mark.equation("gru.6")
@pytest.mark.parametrize(("reset", "update"), CONVENTIONS)
def test_every_convention_equals_the_naive_loop_forward_and_backward(reset, update):
    layer = GRU(3, 4, reset, update)
    x, h = torch.randn(2, 5, 3), torch.randn(2, 4)
    output, (end,) = layer(x, state=(h,))
    ends = []
    for b in range(2):
        state = h[b]
        for t in range(5):
            state = naive_step(layer.cell, x[b, t], state)
            torch.testing.assert_close(output[b, t], state, **TIGHT)
        ends.append(state)
    ours = gradients(layer.cell, end.square().sum())
    naive = gradients(layer.cell, torch.stack(ends).square().sum())
    torch.testing.assert_close(ours, naive, **TIGHT)


@pytest.mark.equation("gru.1")
@pytest.mark.equation("gru.2")
@pytest.mark.equation("gru.3")
@pytest.mark.equation("gru.5")
@settings(deadline=None, max_examples=20)
@given(shape=SHAPES)
def test_explicit_cell_equals_torch_step_by_step(shape):
    B, T, D, H = shape
    torch.set_default_dtype(torch.float64)
    cell = ExplicitGRUCell(D, H)
    oracle = to_torch(fuse(cell))
    x = torch.randn(B, T, D)
    state, seen = cell.zero_state(B, x), []
    for t in range(T):
        state = cell(x[:, t], state)
        seen.append(state[0])
    output, h = oracle(x)
    torch.testing.assert_close(torch.stack(seen, 1), output, **TIGHT)
    torch.testing.assert_close(state[0], h[0], **TIGHT)
    sum(s.square().sum() for s in seen).backward()
    output.square().sum().backward()
    for name, theirs in (("W", oracle.weight_ih_l0), ("U", oracle.weight_hh_l0), ("b", oracle.bias_ih_l0)):
        ours = torch.cat([getattr(cell, f"{name}_{gate}").grad for gate in "rzn"])
        torch.testing.assert_close(ours, theirs.grad, **TIGHT)
    torch.testing.assert_close(cell.b_u.grad, oracle.bias_hh_l0.grad[2 * H :], **TIGHT)


@settings(deadline=None, max_examples=20)
@given(shape=SHAPES, convention=st.sampled_from(CONVENTIONS))
def test_fused_equals_explicit_with_gradients(shape, convention):
    B, _, D, H = shape
    torch.set_default_dtype(torch.float64)
    explicit = ExplicitGRUCell(D, H, *convention)
    fused = fuse(explicit)
    x, h = torch.randn(B, D), torch.randn(B, H)
    torch.testing.assert_close(fused(x, (h,)), explicit(x, (h,)), **TIGHT)
    theirs, ours = (gradients(cell, cell(x, (h,))[0].square().sum()) for cell in (explicit, fused))
    for name in "WUb":
        stacked = torch.cat([theirs[f"{name}_{gate}"] for gate in "rzn"])
        torch.testing.assert_close(ours[name], stacked, **TIGHT)


@settings(deadline=None, max_examples=20)
@given(shape=SHAPES, padded=st.booleans(), carried=st.booleans())
def test_layer_equals_torch_forward_and_backward(shape, padded, carried):
    B, T, D, H = shape
    torch.set_default_dtype(torch.float64)
    oracle = nn.GRU(D, H, batch_first=True)
    layer, theirs = GRU(D, H), TorchGRU(D, H)
    layer.cell, theirs.module = from_torch(oracle), oracle
    x = torch.randn(B, T, D, requires_grad=True)
    x2 = x.detach().clone().requires_grad_()
    lengths = torch.randint(1, T + 1, (B,)) if padded else None
    state = (torch.randn(B, H),) if carried else None
    output, (h,) = layer(x, lengths, state)
    output2, (h2,) = theirs(x2, lengths, state)  # packs where there are lengths
    torch.testing.assert_close((output, h), (output2, h2), **TIGHT)
    weight = torch.randn_like(output)
    ((output * weight).sum() + h.square().sum()).backward()
    ((output2 * weight).sum() + h2.square().sum()).backward()
    torch.testing.assert_close(x.grad, x2.grad, **TIGHT)
    torch.testing.assert_close(layer.cell.W.grad, oracle.weight_ih_l0.grad, **TIGHT)
    torch.testing.assert_close(layer.cell.U.grad, oracle.weight_hh_l0.grad, **TIGHT)
    torch.testing.assert_close(layer.cell.b.grad, oracle.bias_ih_l0.grad, **TIGHT)
    torch.testing.assert_close(layer.cell.b_u.grad, oracle.bias_hh_l0.grad[2 * H :], **TIGHT)


@pytest.mark.parametrize(("reset", "update"), CONVENTIONS)
@pytest.mark.parametrize("cut", [1, 3, 6])
def test_steps_equal_sequence_equal_chunks(reset, update, cut):
    layer = GRU(3, 4, reset, update)
    x = torch.randn(2, 7, 3)
    whole, end = layer(x)
    first, state = layer(x[:, :cut])
    second, state = layer(x[:, cut:], state=state)
    torch.testing.assert_close(torch.cat([first, second], 1), whole, **TIGHT)
    torch.testing.assert_close(state, end, **TIGHT)


@pytest.mark.parametrize(("reset", "update"), CONVENTIONS)
def test_padding_changes_nothing(reset, update):
    layer = GRU(3, 4, reset, update)
    x, lengths = torch.randn(3, 6, 3), torch.tensor([6, 1, 4])
    output, (h,) = layer(x, lengths)
    for row, length in enumerate(lengths.tolist()):
        alone, (end,) = layer(x[row : row + 1, :length])
        torch.testing.assert_close(output[row : row + 1, :length], alone, **TIGHT)
        torch.testing.assert_close(h[row : row + 1], end, **TIGHT)
        assert bool((output[row, length:] == 0).all())


def test_bidirectional_equals_torch_packed():
    oracle = nn.GRU(3, 4, batch_first=True, bidirectional=True)
    ours = Bidirectional(GRU(3, 4), GRU(3, 4))
    ours.ahead.cell, ours.back.cell = from_torch(oracle), from_torch(oracle, backward=True)
    x, lengths = torch.randn(3, 6, 3), torch.tensor([6, 2, 4])
    packed, _ = oracle(nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False))
    expected, _ = nn.utils.rnn.pad_packed_sequence(packed, batch_first=True)
    torch.testing.assert_close(ours(x, lengths)[0], expected, **TIGHT)


@pytest.mark.equation("gru.7")
@pytest.mark.parametrize(("reset", "update"), CONVENTIONS)
def test_turning_the_sign_of_the_rows_of_z_changes_the_convention_alone(reset, update):
    layer, other = GRU(3, 4, reset, update), GRU(3, 4, reset, update)
    other.cell = flip_update(layer.cell)
    x = torch.randn(2, 5, 3)
    torch.testing.assert_close(other(x), layer(x), **TIGHT)
    other.cell.update = update  # the name without the sign: another function
    assert (other(x)[0] - layer(x)[0]).abs().max() > 1e-3
    ours = gradients(layer.cell, layer(x)[0].square().sum())
    other.cell.update = flip_update(layer.cell).update
    flipped = gradients(other.cell, other(x)[0].square().sum())
    for name in "WUb":
        turned = flipped[name].clone()
        turned[4:8] *= -1
        torch.testing.assert_close(turned, ours[name], **TIGHT)


@pytest.mark.equation("gru.8")
def test_gradient_is_the_product_of_update_gates_when_nothing_else_sees_the_state():
    cell = GRUCell(2, 3)
    with torch.no_grad():
        cell.U.zero_()
    x = torch.randn(6, 2)
    states = [torch.zeros(3, requires_grad=True)]
    for row in x:
        states.append(cell(row.unsqueeze(0), (states[-1].unsqueeze(0),))[0].squeeze(0))
    for t, product in enumerate(kept_path(cell, x)):
        (gradient,) = torch.autograd.grad(states[-1].sum(), states[t], retain_graph=True)
        torch.testing.assert_close(gradient, product, **TIGHT)


def test_other_paths_exist_when_u_is_there():
    cell = GRUCell(2, 3)
    x = torch.randn(4, 2)
    states = [torch.zeros(3, requires_grad=True)]
    for row in x:
        states.append(cell(row.unsqueeze(0), (states[-1].unsqueeze(0),))[0].squeeze(0))
    whole = gradient_reach(states[-1], states[:-1])
    direct = [float(product.detach().norm()) for product in kept_path(cell, x)]
    assert all(abs(a - b) > 1e-4 for a, b in zip(whole, direct, strict=True))


@settings(deadline=None, max_examples=30)
@given(shape=SHAPES, convention=st.sampled_from(CONVENTIONS), size=st.floats(0.1, 50.0))
def test_the_state_never_leaves_minus_one_to_one(shape, convention, size):
    B, T, D, H = shape
    layer = GRU(D, H, *convention)
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.mul_(size)
    output, _ = layer(torch.randn(B, T, D) * size)
    assert float(output.detach().abs().max()) <= 1


def test_the_place_of_the_reset_gate_cannot_be_seen_with_one_unit():
    after, before = GRUCell(2, 1), GRUCell(2, 1, reset="before")
    with torch.no_grad():
        after.b_u.zero_()
        for name in "WUb":
            getattr(before, name).copy_(getattr(after, name))
    x, h = torch.randn(4, 2), torch.randn(4, 1)
    torch.testing.assert_close(before(x, (h,)), after(x, (h,)), **TIGHT)


def test_open_cell_is_a_gru_whose_reset_gate_is_one():
    cell, gru = OpenGRUCell(3, 4), GRUCell(3, 4)
    with torch.no_grad():
        for name in "WUb":
            weight, ours = getattr(gru, name), getattr(cell, name)
            weight.zero_()
            weight[4:] = ours  # z and n
        gru.b[:4] = 40.0  # sigmoid(40) is 1 in float64
        gru.b_u.zero_()
    x = torch.randn(2, 5, 3)
    torch.testing.assert_close(Recurrent(cell)(x), Recurrent(gru)(x), **TIGHT)


def test_initialise_gates_covers_every_convention():
    for reset in ("after", "before"):
        layer = GRU(3, 4, reset)
        initialise_gates(layer)
        for block in layer.cell.U.split(4):
            torch.testing.assert_close(block @ block.T, torch.eye(4), **TIGHT)
        assert not layer.cell.b.any()
