"""Two directions against `torch.nn`, packed, and against naive loops; read-outs; and what one direction cannot know."""

from itertools import product

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from unrolled.data.only_one import best_one_way, only_one
from unrolled.layers.bidirectional import Bidirectional, reverse
from unrolled.layers.convert_stack import stack_from_torch, torch_states
from unrolled.layers.recurrent import GRU, LSTM, RNN
from unrolled.models.read_both import both_ends, last_column, own_last_step

TIGHT = {"atol": 1e-10, "rtol": 1e-10}
KINDS = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}


pytestmark = pytest.mark.usefixtures("double")


@pytest.mark.equation("bidirectional.1")
@pytest.mark.equation("bidirectional.2")
@pytest.mark.equation("bidirectional.4")
@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None, max_examples=15)
@given(
    shape=st.tuples(st.integers(1, 4), st.integers(1, 6), st.integers(1, 4), st.integers(1, 5)),
    padded=st.booleans(), seed=st.integers(0, 99),
)  # fmt: skip
def test_both_directions_equal_torch_in_outputs_states_and_gradients(kind, shape, padded, seed):
    B, T, D, H = shape
    torch.manual_seed(seed)
    torch.set_default_dtype(torch.float64)
    oracle = KINDS[kind](D, H, batch_first=True, bidirectional=True)
    ours = stack_from_torch(oracle).layers[0]
    lengths = torch.randint(1, T + 1, (B,)) if padded else torch.full((B,), T)
    x = torch.randn(B, T, D, requires_grad=True)
    y = x.detach().clone().requires_grad_()
    packed = nn.utils.rnn.pack_padded_sequence(y, lengths, batch_first=True, enforce_sorted=False)
    packed, end = oracle(packed)
    expected, _ = nn.utils.rnn.pad_packed_sequence(packed, batch_first=True, total_length=T)
    output, states = ours(x, lengths if padded else None)
    torch.testing.assert_close(output, expected, **TIGHT)
    torch.testing.assert_close(torch_states([states]), list(end) if kind == "lstm" else [end], **TIGHT)
    mask = (torch.arange(T) < lengths[:, None]).unsqueeze(-1)
    torch.testing.assert_close(ours.outputs(x, lengths) * mask, expected, **TIGHT)
    weight = torch.randn_like(expected)
    ((output * weight).sum() + sum(p.square().sum() for p in torch_states([states]))).backward()
    ((expected * weight).sum() + sum(p.square().sum() for p in (end if kind == "lstm" else (end,)))).backward()
    torch.testing.assert_close(x.grad, y.grad, **TIGHT)
    for layer, suffix in ((ours.ahead, ""), (ours.back, "_reverse")):
        for name, theirs in (("W", "weight_ih"), ("U", "weight_hh"), ("b", "bias_ih")):
            grad = getattr(oracle, f"{theirs}_l0{suffix}").grad
            torch.testing.assert_close(getattr(layer.cell, name).grad, grad, **TIGHT)


@pytest.mark.equation("bidirectional.1")
@pytest.mark.equation("bidirectional.2")
def test_each_direction_equals_a_loop_over_a_single_sequence():
    layer = Bidirectional(GRU(3, 4), GRU(3, 4))
    x, lengths = torch.randn(3, 6, 3), torch.tensor([6, 1, 4])
    output, (end, start) = layer(x, lengths)
    for row, n in enumerate(lengths.tolist()):
        ahead, back = layer.ahead.cell.zero_state(1, x), layer.back.cell.zero_state(1, x)
        for t in range(n):
            ahead = layer.ahead.cell(x[row : row + 1, t], ahead)
            torch.testing.assert_close(output[row, t, :4], ahead[0][0], **TIGHT)
        for t in reversed(range(n)):
            back = layer.back.cell(x[row : row + 1, t], back)
            torch.testing.assert_close(output[row, t, 4:], back[0][0], **TIGHT)
        torch.testing.assert_close((end[0][row], start[0][row]), (ahead[0][0], back[0][0]), **TIGHT)
        assert bool((output[row, n:] == 0).all())


@pytest.mark.equation("bidirectional.3")
@given(lengths=st.lists(st.integers(1, 7), min_size=1, max_size=5), seed=st.integers(0, 99))
def test_reverse_equals_python_and_undoes_itself(lengths, seed):
    torch.manual_seed(seed)
    x, n = torch.randn(len(lengths), 7, 2), torch.tensor(lengths)
    turned = reverse(x, n)
    expected = torch.stack([torch.cat([row[:k].flip(0), row[k:]]) for row, k in zip(x, lengths, strict=True)])
    assert torch.equal(turned, expected)
    assert torch.equal(reverse(turned, n), x)


@pytest.mark.equation("bidirectional.4")
@pytest.mark.parametrize(("join", "width"), [("concat", 8), ("sum", 4), ("mean", 4)])
def test_joins(join, width):
    ahead, back = RNN(3, 4), RNN(3, 4)
    x = torch.randn(2, 5, 3)
    forward, backward = ahead(x)[0], back(x.flip(1))[0].flip(1)
    expected = {
        "concat": torch.cat([forward, backward], -1),
        "sum": forward + backward,
        "mean": torch.stack([forward, backward]).mean(0),
    }
    output, _ = Bidirectional(ahead, back, join)(x)
    assert output.shape == (2, 5, width)
    torch.testing.assert_close(output, expected[join], **TIGHT)


@pytest.mark.equation("bidirectional.5")
@pytest.mark.parametrize("join", ["concat", "sum", "mean"])
def test_both_ends_are_the_final_states_of_torch(join):
    oracle = nn.LSTM(3, 4, batch_first=True, bidirectional=True)
    layer = stack_from_torch(oracle).layers[0]
    layer.join = join
    x, lengths = torch.randn(3, 6, 3), torch.tensor([6, 2, 4])
    packed = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    _, (h, _) = oracle(packed)
    expected = {"concat": torch.cat([h[0], h[1]], -1), "sum": h[0] + h[1], "mean": (h[0] + h[1]) / 2}
    torch.testing.assert_close(both_ends(layer, x, lengths), expected[join], **TIGHT)
    _, ((end,), (start,)) = Bidirectional(GRU(3, 4), GRU(3, 4))(x, lengths)
    assert end.shape == start.shape == (3, 4)


def test_wrong_readouts_are_what_torch_users_write():
    oracle = nn.GRU(3, 4, batch_first=True, bidirectional=True)
    layer = stack_from_torch(oracle).layers[0]
    x, lengths = torch.randn(3, 6, 3), torch.tensor([6, 2, 4])
    torch.testing.assert_close(last_column(layer, x, lengths), oracle(x)[0][:, -1], **TIGHT)
    packed = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    padded, _ = nn.utils.rnn.pad_packed_sequence(oracle(packed)[0], batch_first=True)
    torch.testing.assert_close(own_last_step(layer, x, lengths), padded[torch.arange(3), lengths - 1], **TIGHT)


def test_backward_half_of_the_last_step_has_read_one_step():
    layer = Bidirectional(LSTM(3, 4), LSTM(3, 4))
    x, lengths = torch.randn(1, 6, 3), torch.tensor([6])
    other = x.clone()
    other[:, :5] = torch.randn(1, 5, 3)  # all but the last step
    for read, unmoved in ((own_last_step, True), (both_ends, False)):
        before, after = read(layer, x, lengths)[:, 4:], read(layer, other, lengths)[:, 4:]
        assert torch.equal(before, after) is unmoved
        assert not torch.equal(read(layer, x, lengths)[:, :4], read(layer, other, lengths)[:, :4])


@pytest.mark.parametrize("both", [False, True])
def test_only_two_directions_see_the_future(both):
    layer = Bidirectional(GRU(3, 4), GRU(3, 4)) if both else GRU(3, 4)
    x = torch.randn(2, 5, 3)
    later = x.clone()
    later[:, 4] += 1.0
    same = torch.equal(layer(x)[0][:, :4], layer(later)[0][:, :4])
    assert same is (not both)


def test_carried_states_and_unknown_joins():
    layer = Bidirectional(GRU(3, 4), GRU(3, 4))
    x = torch.randn(2, 5, 3)
    begin = ((torch.randn(2, 4),), (torch.randn(2, 4),))
    output, _ = layer(x, state=begin)
    expected = layer.ahead(x, state=begin[0])[0], layer.back(x.flip(1), state=begin[1])[0].flip(1)
    torch.testing.assert_close(output, torch.cat(expected, -1), **TIGHT)
    with pytest.raises(ValueError, match="concat, sum, mean"):
        Bidirectional(GRU(3, 4), GRU(3, 4), "product")


@pytest.mark.equation("bidirectional.6")
@pytest.mark.parametrize(("steps", "symbols"), [(1, 2), (4, 2), (4, 3), (5, 3)])
def test_limit_of_one_direction_equals_counting_all_sequences(steps, symbols):
    right = 0
    for t in range(steps):
        outcomes = {}  # what has been read -> how often the answer is 0, and 1
        for row in product(range(symbols), repeat=steps):
            outcomes.setdefault(row[: t + 1], [0, 0])[row.count(row[t]) == 1] += 1
        right += sum(max(pair) for pair in outcomes.values())
    assert best_one_way(steps, symbols) == pytest.approx(right / (steps * symbols**steps), abs=1e-12)


def test_only_one_equals_a_count():
    x, y = only_one(6, 8, 5, torch.Generator().manual_seed(3))
    assert y.tolist() == [[int(row.count(symbol) == 1) for symbol in row] for row in x.tolist()]
    with pytest.raises(ValueError, match="at least 2"):
        only_one(1, 3, 1, torch.Generator())
