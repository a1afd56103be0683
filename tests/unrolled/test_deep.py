"""Stacks against `torch.nn` with several layers, against naive loops, and against the equations of the chapter."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from unrolled.cells import convert_gru, convert_lstm
from unrolled.data.prefix_parity import prefix_parity
from unrolled.layers.convert_stack import stack_from_torch, torch_states
from unrolled.layers.recurrent import GRU, LSTM, RNN
from unrolled.layers.stack import Stack
from unrolled.layers.stack_size import equal_width, lstm_parameters

TIGHT = {"atol": 1e-10, "rtol": 1e-10}
KINDS = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}


pytestmark = pytest.mark.usefixtures("double")


def parts(end):
    return list(end) if isinstance(end, tuple) else [end]


def run_torch(oracle, x, lengths, begin):
    if lengths is None:
        return oracle(x, begin)
    packed = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    packed, end = oracle(packed, begin)
    return nn.utils.rnn.pad_packed_sequence(packed, batch_first=True, total_length=x.shape[1])[0], end


def input_weights(stack, name):
    """Gradients of one weight over all cells, in PyTorch's order: layer by layer, ahead before back."""
    return [getattr(module, name).grad for module in stack.modules() if hasattr(module, "input_size")]


def states_from(begin, layers, both):
    """PyTorch's stacked state as the list of states of a stack."""
    flat = [tuple(part[i] for part in begin) for i in range(len(begin[0]))]
    return [(flat[2 * i], flat[2 * i + 1]) for i in range(layers)] if both else flat


@pytest.mark.equation("deep.1")
@pytest.mark.parametrize("both", [False, True], ids=["one-way", "two-way"])
@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None, max_examples=12)
@given(
    shape=st.tuples(st.integers(1, 4), st.integers(1, 6), st.integers(1, 4), st.integers(1, 4)),
    layers=st.integers(1, 4), padded=st.booleans(), carried=st.booleans(), seed=st.integers(0, 99),
)  # fmt: skip
def test_stack_equals_torch_in_outputs_states_and_gradients(kind, both, shape, layers, padded, carried, seed):
    B, T, D, H = shape
    torch.manual_seed(seed)
    torch.set_default_dtype(torch.float64)
    oracle = KINDS[kind](D, H, layers, batch_first=True, bidirectional=both)
    stack = stack_from_torch(oracle)
    x = torch.randn(B, T, D, requires_grad=True)
    y = x.detach().clone().requires_grad_()
    lengths = torch.randint(1, T + 1, (B,)) if padded else None
    count = 2 if kind == "lstm" else 1
    ours = [torch.randn(layers * (1 + both), B, H, requires_grad=True) for _ in range(count)]
    theirs = [part.detach().clone().requires_grad_() for part in ours]
    begin = (tuple(theirs) if kind == "lstm" else theirs[0]) if carried else None
    expected, end = run_torch(oracle, y, lengths, begin)
    output, states = stack(x, lengths, states_from(ours, layers, both) if carried else None)
    torch.testing.assert_close(output, expected, **TIGHT)
    torch.testing.assert_close(torch_states(states), parts(end), **TIGHT)
    weight = torch.randn_like(expected)
    ((output * weight).sum() + sum(p.square().sum() for p in torch_states(states))).backward()
    ((expected * weight).sum() + sum(p.square().sum() for p in parts(end))).backward()
    torch.testing.assert_close(x.grad, y.grad, **TIGHT)
    if carried:
        torch.testing.assert_close([p.grad for p in ours], [p.grad for p in theirs], **TIGHT)
    for name, theirs_name in (("W", "weight_ih"), ("U", "weight_hh"), ("b", "bias_ih")):
        grads = [p.grad for n, p in oracle.named_parameters() if n.startswith(theirs_name)]
        torch.testing.assert_close(input_weights(stack, name), grads, **TIGHT)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("layers", [1, 2, 3, 4])
def test_chunks_with_a_carried_state_equal_the_whole(kind, layers):
    stack = stack_from_torch(KINDS[kind](3, 5, layers, batch_first=True))
    x = torch.randn(2, 7, 3)
    whole, end = stack(x)
    first, state = stack(x[:, :3])
    second, state = stack(x[:, 3:], state=state)
    torch.testing.assert_close(torch.cat([first, second], 1), whole, **TIGHT)
    torch.testing.assert_close(torch_states(state), torch_states(end), **TIGHT)


@pytest.mark.equation("deep.1")
def test_a_step_of_layer_l_needs_only_the_layer_below_now_and_itself_before():
    stack = Stack([GRU(3, 4), GRU(4, 5), GRU(5, 2)])
    x = torch.randn(2, 6, 3)
    expected, ends = stack(x)
    states = [layer.cell.zero_state(2, x) for layer in stack.layers]
    for t in range(6):  # step by step, and at each step from the bottom up: the other order of the two loops
        h = x[:, t]
        for i, layer in enumerate(stack.layers):
            states[i] = layer.cell(h, states[i])
            h = states[i][0]
        torch.testing.assert_close(h, expected[:, t], **TIGHT)
    torch.testing.assert_close(states, ends, **TIGHT)


@pytest.mark.equation("deep.3")
def test_residual_equals_a_naive_loop_and_skips_where_sizes_differ():
    layers = [LSTM(3, 4), LSTM(4, 4), LSTM(4, 4)]
    x, lengths = torch.randn(3, 6, 3), torch.tensor([6, 1, 4])
    y, _ = layers[0](x, lengths)  # 3 numbers in, 4 out: no shortcut
    for layer in layers[1:]:
        below = y
        y = torch.zeros_like(below)
        for row, n in enumerate(lengths.tolist()):
            state = layer.cell.zero_state(1, x)
            for t in range(n):
                state = layer.cell(below[row : row + 1, t], state)
                y[row, t] = state[0][0] + below[row, t]
    output, _ = Stack(layers, residual=True)(x, lengths)
    torch.testing.assert_close(output, y, **TIGHT)
    assert bool((output[1, 1:] == 0).all())


@pytest.mark.equation("deep.4")
def test_gradient_of_a_residual_stack_is_a_product_of_one_plus_jacobian():
    layers = [RNN(3, 3) for _ in range(3)]
    x = torch.randn(1, 1, 3)

    def flat(function, at):
        return torch.autograd.functional.jacobian(lambda v: function(v.view(1, 1, 3)).flatten(), at.flatten())

    product, below = torch.eye(3), x
    for layer in layers:
        product = (torch.eye(3) + flat(lambda v, layer=layer: layer(v)[0], below)) @ product
        below = below + layer(below)[0]
    whole = flat(lambda v: Stack(layers, residual=True)(v)[0], x)
    torch.testing.assert_close(whole, product, **TIGHT)


@pytest.mark.equation("deep.2")
def test_dropout_stands_between_layers_and_keeps_the_mean():
    seen = []

    class Keep(nn.Module):  # a layer that hands on what it reads, and remembers it
        def forward(self, x, *_):
            seen.append(x)
            return x, ()

    stack = Stack([Keep(), Keep(), Keep()], between=lambda: nn.Dropout(0.25))
    x = torch.ones(40, 50, 10)
    torch.manual_seed(0)
    output, _ = stack(x)
    torch.manual_seed(0)
    masks = [(nn.functional.dropout(torch.ones_like(x), 0.25) > 0).double() for _ in range(2)]
    torch.testing.assert_close(seen[0], x, **TIGHT)  # nothing is dropped before the first layer
    torch.testing.assert_close(seen[1], x * masks[0] / 0.75, **TIGHT)
    torch.testing.assert_close(output, x * masks[0] * masks[1] / 0.75**2, **TIGHT)  # nor after the last
    assert abs(seen[1].mean().item() - 1) < 0.02
    stack.eval()
    torch.testing.assert_close(stack(x)[0], x, **TIGHT)


def test_dropout_with_one_layer_does_nothing_in_torch_and_is_not_there_in_ours():
    with pytest.warns(UserWarning, match="num_layers"):
        oracle = nn.LSTM(3, 4, num_layers=1, dropout=0.9, batch_first=True)
    assert oracle.training
    x = torch.randn(2, 5, 3)
    torch.testing.assert_close(oracle(x)[0], stack_from_torch(oracle)(x)[0], **TIGHT)
    assert len(stack_from_torch(oracle).between) == 0


@pytest.mark.equation("deep.5")
@pytest.mark.parametrize(("D", "H", "L"), [(1, 1, 1), (3, 4, 1), (3, 4, 2), (5, 2, 4)])
def test_parameters_are_counted(D, H, L):
    stack = Stack([LSTM(D if i == 0 else H, H) for i in range(L)])
    assert lstm_parameters(D, H, L) == sum(p.numel() for p in stack.parameters())
    assert lstm_parameters(D, H, L) + 4 * H * L == sum(p.numel() for p in nn.LSTM(D, H, L).parameters())


@given(D=st.integers(1, 40), L=st.integers(1, 5), H=st.integers(1, 60), more=st.integers(-20, 20))
def test_equal_width_is_the_nearest(D, L, H, more):
    wanted = max(lstm_parameters(D, H, L) + more, lstm_parameters(D, 1, L))
    found = equal_width(wanted, D, L)
    distances = [abs(lstm_parameters(D, size, L) - wanted) for size in range(1, 80)]
    assert distances[found - 1] == min(distances)


def test_what_cannot_be_built_is_refused_in_words():
    with pytest.raises(ValueError, match="at least one layer"):
        Stack([])
    with pytest.raises(ValueError, match="states for 1 layers, but the stack has 2"):
        Stack([GRU(3, 4), GRU(4, 4)])(torch.randn(2, 5, 3), state=[(torch.zeros(2, 4),)])
    with pytest.raises(ValueError, match="at least"):
        equal_width(10, 5, 3)
    with pytest.raises(ValueError, match="Linear"):
        stack_from_torch(nn.Linear(2, 2))


def test_conversion_takes_every_layer_and_direction():
    oracle = nn.GRU(3, 4, num_layers=2, bidirectional=True)
    stack = stack_from_torch(oracle)
    back = convert_gru.from_torch(oracle, 1, backward=True)
    torch.testing.assert_close(stack.layers[1].back.cell.W, back.W, **TIGHT)
    lstm = nn.LSTM(3, 4, num_layers=2)
    torch.testing.assert_close(stack_from_torch(lstm).layers[1].cell.b, convert_lstm.from_torch(lstm, 1).b, **TIGHT)


@pytest.mark.parametrize("times", [1, 2, 5])
def test_prefix_parity_equals_a_loop(times):
    bits, labels = prefix_parity(4, 9, times, torch.Generator().manual_seed(1))
    expected = bits.tolist()
    for _ in range(times):
        expected = [[sum(row[: t + 1]) % 2 for t in range(9)] for row in expected]
    assert labels.tolist() == expected


def test_prefix_parity_is_taken_at_least_once():
    with pytest.raises(ValueError, match="at least once"):
        prefix_parity(1, 2, 0, torch.Generator())
