"""Masks, packing, pieces and one sequence at a time give the same numbers; losses and pooling see real steps only."""

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from unrolled.data.batching import buckets
from unrolled.data.padding import pad_left, random_batches, waste, waste_bound, widen
from unrolled.data.vocabulary import PAD
from unrolled.layers.chunks import in_chunks
from unrolled.layers.masks import keep_where, mask_of
from unrolled.layers.recurrent import GRU, LSTM, RNN
from unrolled.layers.torch_layers import TorchGRU, TorchLSTM, TorchRNN, weights_of
from unrolled.masked_loss import TokenMean, masked_mean, perplexity, token_loss
from unrolled.models.classifier import read_out

TIGHT = {"atol": 1e-10, "rtol": 1e-10}
SHAPES = st.tuples(st.integers(1, 4), st.integers(1, 7), st.integers(1, 4), st.integers(1, 5))
PAIRS = {"rnn": (RNN, TorchRNN), "lstm": (LSTM, TorchLSTM), "gru": (GRU, TorchGRU)}


pytestmark = pytest.mark.usefixtures("double")


def twins(kind, D, H):
    """A layer of the book and one of torch with the same weights."""
    torch.set_default_dtype(torch.float64)  # hypothesis draws outside the fixture
    ours, theirs = (make(D, H) for make in PAIRS[kind])
    W, U, biases = weights_of(ours)
    W2, U2, (b, b_u) = weights_of(theirs)
    with torch.no_grad():
        W2.copy_(W), U2.copy_(U), b.copy_(biases[0]), b_u.zero_()
        if len(biases) == 2:
            b_u[2 * H :] = biases[1]  # the second bias of a GRU's candidate
    return ours, theirs


def one_by_one(layer, x, lengths, state):
    """Each sequence alone, without padding: outputs with zeros behind the end, and the final state."""
    outputs, ends = [], []
    for i, n in enumerate(lengths.tolist()):
        carried = None if state is None else tuple(part[i : i + 1] for part in state)
        output, end = layer(x[i : i + 1, :n], None, carried)
        outputs.append(nn.functional.pad(output[0], (0, 0, 0, x.shape[1] - n)))
        ends.append(end)
    return torch.stack(outputs), tuple(torch.cat(parts) for parts in zip(*ends, strict=True))


def backward(layer, x, result, weight):
    """Gradients by the input and all weights of a loss that reads outputs and states."""
    output, end = result
    loss = (output * weight).sum() + sum((part * (i + 2)).square().sum() for i, part in enumerate(end))
    return torch.autograd.grad(loss, [x, *(p for p in layer.parameters() if p.requires_grad)], allow_unused=True)


@pytest.mark.equation("variable-length.2")
@pytest.mark.parametrize("kind", PAIRS)
@settings(deadline=None, max_examples=15)
@given(shape=SHAPES, carried=st.booleans(), data=st.data())
def test_masks_equal_packing_equal_one_by_one(kind, shape, carried, data):
    B, T, D, H = shape
    ours, theirs = twins(kind, D, H)
    lengths = torch.tensor(data.draw(st.lists(st.integers(1, T), min_size=B, max_size=B)))
    x = torch.randn(B, T, D, requires_grad=True)
    state = tuple(torch.randn(B, H) for _ in range(ours.cell.parts)) if carried else None
    weight = torch.randn(B, T, H)
    masked, alone, packed = ours(x, lengths, state), one_by_one(ours, x, lengths, state), theirs(x, lengths, state)
    torch.testing.assert_close(masked, alone, **TIGHT)
    torch.testing.assert_close(masked, packed, **TIGHT)
    gradients = backward(ours, x, masked, weight)
    torch.testing.assert_close(gradients, backward(ours, x, alone, weight), **TIGHT)
    torch.testing.assert_close(gradients[0], backward(theirs, x, packed, weight)[0], **TIGHT)
    assert not gradients[0][~mask_of(lengths, T)].any()  # padding gets no gradient


@pytest.mark.parametrize("kind", PAIRS)
@pytest.mark.parametrize("backend", [0, 1])
@settings(deadline=None, max_examples=15)
@given(shape=SHAPES, size=st.integers(1, 8), data=st.data())
def test_pieces_of_padded_sequences_equal_the_whole(kind, backend, shape, size, data):
    B, T, D, H = shape
    layer = twins(kind, D, H)[backend]
    lengths = torch.tensor(data.draw(st.lists(st.integers(1, T), min_size=B, max_size=B)))
    x = torch.randn(B, T, D, requires_grad=True)
    weight = torch.randn(B, T, H)
    whole, pieces = layer(x, lengths), in_chunks(layer, x, lengths, size)
    torch.testing.assert_close(pieces, whole, **TIGHT)
    torch.testing.assert_close(backward(layer, x, pieces, weight), backward(layer, x, whole, weight), **TIGHT)


def test_pieces_of_no_steps_are_refused():
    with pytest.raises(ValueError, match="at least 1"):
        in_chunks(LSTM(3, 4), torch.randn(2, 5, 3), torch.tensor([5, 2]), 0)


@pytest.mark.equation("variable-length.1")
@settings(deadline=None)
@given(data=st.data(), T=st.integers(1, 9), B=st.integers(1, 4))
def test_mask_is_true_up_to_the_length(data, T, B):
    lengths = data.draw(st.lists(st.integers(1, T), min_size=B, max_size=B))
    mask = mask_of(torch.tensor(lengths), T)
    assert mask.tolist() == [[t <= n for t in range(1, T + 1)] for n in lengths]


@pytest.mark.equation("variable-length.2")
def test_state_is_new_where_the_mask_is_one_and_old_where_it_is_zero():
    new, old, m = torch.randn(3, 2), torch.randn(3, 2), torch.tensor([[1.0], [0.0], [1.0]])
    torch.testing.assert_close(keep_where(m.bool(), (new,), (old,))[0], m * new + (1 - m) * old, **TIGHT)


@pytest.mark.equation("variable-length.3")
@pytest.mark.equation("variable-length.4")
@settings(deadline=None, max_examples=20)
@given(shape=SHAPES, data=st.data())
def test_mean_and_max_over_own_steps_ignore_whatever_stands_in_the_padding(shape, data):
    B, T, _, H = shape
    torch.set_default_dtype(torch.float64)
    lengths = data.draw(st.lists(st.integers(1, T), min_size=B, max_size=B))
    h = torch.randn(B, T, H, requires_grad=True)
    mask = mask_of(torch.tensor(lengths), T)
    own = [h[i, :n] for i, n in enumerate(lengths)]
    for how, expected in (
        ("mean", torch.stack([rows.mean(dim=0) for rows in own])),
        ("max", torch.stack([rows.amax(dim=0) for rows in own])),
    ):
        found = read_out(h, mask, how)
        torch.testing.assert_close(found, expected, **TIGHT)
        gradients = [torch.autograd.grad(z.square().sum(), h, retain_graph=True)[0] for z in (found, expected)]
        torch.testing.assert_close(*gradients, **TIGHT)


@pytest.mark.equation("variable-length.5")
@settings(deadline=None, max_examples=20)
@given(data=st.data(), T=st.integers(1, 6), B=st.integers(1, 4), V=st.integers(2, 5))
def test_token_loss_equals_torch_with_padding_ignored(data, T, B, V):
    torch.set_default_dtype(torch.float64)
    lengths = torch.tensor(data.draw(st.lists(st.integers(1, T), min_size=B, max_size=B)))
    scores, targets = torch.randn(B, T, V, requires_grad=True), torch.randint(0, V, (B, T))
    ignored = targets.masked_fill(~mask_of(lengths, T), -100)
    expected = nn.functional.cross_entropy(scores.flatten(0, 1), ignored.flatten(), ignore_index=-100)
    found = token_loss(scores, targets, lengths)
    torch.testing.assert_close(found, expected, **TIGHT)
    torch.testing.assert_close(torch.autograd.grad(found, scores)[0], torch.autograd.grad(expected, scores)[0], **TIGHT)


def test_a_nan_in_the_padding_does_not_reach_the_mean():
    values = torch.tensor([[1.0, 3.0], [5.0, math.nan]])
    assert masked_mean(values, torch.tensor([2, 1])).item() == 3.0


def test_token_mean_of_batches_equals_the_mean_of_all_tokens():
    total = TokenMean()
    total.add(torch.tensor([[1.0, 2.0], [3.0, 99.0]]), torch.tensor([2, 1]))
    total.add(torch.tensor([[6.0]]), torch.tensor([1]))
    assert total.mean == pytest.approx((1 + 2 + 3 + 6) / 4)
    assert perplexity(math.log(7)) == pytest.approx(7)


@pytest.mark.equation("variable-length.6")
@settings(deadline=None)
@given(st.lists(st.integers(1, 50), min_size=1, max_size=40), st.integers(1, 9), st.integers(0, 9))
def test_waste_equals_a_count_of_padding_cells(lengths, size, seed):
    batches = random_batches(len(lengths), size, torch.Generator().manual_seed(seed))
    assert sorted(i for batch in batches for i in batch) == list(range(len(lengths)))
    masks = [mask_of(torch.tensor(n := [lengths[i] for i in batch]), max(n)) for batch in batches]
    empty, cells = sum(int((~mask).sum()) for mask in masks), sum(mask.numel() for mask in masks)
    assert waste(lengths, batches) == pytest.approx(empty / cells)


@pytest.mark.equation("variable-length.7")
@settings(deadline=None)
@given(st.lists(st.integers(1, 200), min_size=1, max_size=60), st.integers(1, 2_000))
def test_no_bucket_wastes_more_than_its_shortest_and_longest_allow(lengths, budget):
    for batch in buckets(lengths, budget):
        own = [lengths[i] for i in batch]
        assert waste(own, [list(range(len(own)))]) <= waste_bound(min(own), max(own)) + 1e-12
        assert len(batch) == 1 or len(batch) * max(own) <= budget


def test_waste_of_nothing_is_refused():
    with pytest.raises(ValueError, match="no batches"):
        waste([3], [])


@settings(deadline=None)
@given(data=st.data(), T=st.integers(1, 8), B=st.integers(1, 4))
def test_left_padding_keeps_every_word_in_order(data, T, B):
    lengths = data.draw(st.lists(st.integers(1, T), min_size=B, max_size=B))
    tokens = torch.randint(1, 9, (B, T)).masked_fill(~mask_of(torch.tensor(lengths), T), PAD)
    for row, moved, n in zip(tokens.tolist(), pad_left(tokens, torch.tensor(lengths)).tolist(), lengths, strict=True):
        assert moved == [PAD] * (T - n) + row[:n]


def test_widening_adds_padding_on_the_right_and_never_cuts():
    assert widen(torch.tensor([[5, 6]]), 4).tolist() == [[5, 6, PAD, PAD]]
    with pytest.raises(ValueError, match="2 steps does not fit into 1"):
        widen(torch.tensor([[5, 6]]), 1)
