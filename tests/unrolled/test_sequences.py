"""The five shapes against PyTorch, the counts against real layers, the shared gradient against its copies' sum."""

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from unrolled.cells.elman import ElmanCell
from unrolled.cells.gru import GRUCell
from unrolled.cells.lstm import LSTMCell
from unrolled.layers.recurrent import GRU, Recurrent
from unrolled.layers.torch_layers import TorchGRU
from unrolled.shapes import (
    bag,
    feedforward_parameters,
    gradients_by_step,
    many_to_one,
    offset,
    one_to_many,
    recurrent_parameters,
    states,
    synchronised,
)

TIGHT = {"atol": 1e-10, "rtol": 1e-10}
CELLS = (ElmanCell, LSTMCell, GRUCell)


pytestmark = pytest.mark.usefixtures("double")


def same_gru(D, H):
    """`nn.GRU` and a cell of ours with its weights."""
    oracle, layer = nn.GRU(D, H, batch_first=True), GRU(D, H)
    with torch.no_grad():
        layer.cell.W.copy_(oracle.weight_ih_l0)
        layer.cell.U.copy_(oracle.weight_hh_l0)
        layer.cell.b.copy_(oracle.bias_ih_l0)
        layer.cell.b_u.zero_()
        oracle.bias_hh_l0.zero_()
    return oracle, layer


@pytest.mark.equation("sequences.1")
@settings(deadline=None, max_examples=15)
@given(st.sampled_from(CELLS), st.integers(1, 3), st.integers(1, 6), st.integers(1, 4), st.integers(1, 4))
def test_one_cell_at_every_step_is_the_layer(kind, B, T, D, H):
    torch.set_default_dtype(torch.float64)
    cell, x = kind(D, H), torch.randn(B, T, D, requires_grad=True)
    expected, _ = Recurrent(cell)(x)
    found = states(cell, x)
    torch.testing.assert_close(found, expected, **TIGHT)
    weight = torch.randn(B, T, H)
    gradients = [torch.autograd.grad((h * weight).sum(), [x, *cell.parameters()]) for h in (found, expected)]
    torch.testing.assert_close(gradients[0], gradients[1], **TIGHT)


@pytest.mark.equation("sequences.3")
@pytest.mark.equation("sequences.4")
def test_reading_the_states_equals_torch():
    oracle, layer = same_gru(3, 4)
    read, x = nn.Linear(4, 2), torch.randn(5, 6, 3, requires_grad=True)
    output, h = oracle(x)
    pairs = ((many_to_one(layer, read, x), read(h[0])), (synchronised(layer, read, x), read(output)))
    for found, expected in pairs:
        torch.testing.assert_close(found, expected, **TIGHT)
        weight = torch.randn_like(expected)
        ours, theirs = (torch.autograd.grad((y * weight).sum(), x, retain_graph=True)[0] for y in (found, expected))
        torch.testing.assert_close(ours, theirs, **TIGHT)


@pytest.mark.equation("sequences.5")
def test_each_output_is_the_next_input():
    oracle, layer = same_gru(2, 4)
    read, h0, first = nn.Linear(4, 2), torch.randn(3, 4, requires_grad=True), torch.randn(3, 2)
    found = one_to_many(layer.cell, read, (h0,), first, 5)
    fed = torch.cat([first.unsqueeze(1), found[:, :-1]], dim=1)  # what went in, if outputs are fed back
    expected = read(oracle(fed, h0.unsqueeze(0))[0])
    torch.testing.assert_close(found, expected, **TIGHT)
    assert torch.autograd.grad(found[:, -1].sum(), h0)[0].abs().min() > 0


@pytest.mark.equation("sequences.6")
def test_the_decoder_begins_where_the_encoder_ends():
    encoder = TorchGRU(3, 4)
    oracle, layer = same_gru(2, 4)
    read, x, first = nn.Linear(4, 2), torch.randn(3, 6, 3, requires_grad=True), torch.randn(3, 2)
    found = offset(encoder, layer.cell, read, x, first, 4)
    _, end = encoder.module(x)
    fed = torch.cat([first.unsqueeze(1), found[:, :-1]], dim=1)
    torch.testing.assert_close(found, read(oracle(fed, end)[0]), **TIGHT)
    reached = torch.autograd.grad(found[:, 0].sum(), x)[0]
    assert reached.abs().amax(dim=(0, 2)).min() > 0  # the first output depends on every step of the source


@pytest.mark.equation("sequences.7")
@pytest.mark.equation("sequences.8")
@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 9))
def test_counts_are_those_of_real_layers(D, H, T):
    assert recurrent_parameters(D, H) == sum(p.numel() for p in ElmanCell(D, H).parameters())
    assert feedforward_parameters(D, H, T) == sum(p.numel() for p in nn.Linear(T * D, H).parameters())


@pytest.mark.equation("sequences.9")
@pytest.mark.parametrize("kind", CELLS)
def test_a_shared_gradient_is_the_sum_of_those_of_its_copies(kind):
    cell, x = kind(3, 4), torch.randn(2, 5, 3)
    weight = torch.randn(2, 5, 4)

    def loss_of(h):
        return (h * weight).square().sum()

    apart = gradients_by_step(cell, x, loss_of)
    loss_of(states(cell, x)).backward()
    for name, parameter in cell.named_parameters():
        assert apart[name].shape == (5, *parameter.shape)
        torch.testing.assert_close(apart[name].sum(dim=0), parameter.grad, **TIGHT)


@pytest.mark.equation("sequences.2")
@settings(deadline=None, max_examples=20)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_a_bag_forgets_the_order(words, random):
    torch.set_default_dtype(torch.float64)
    embed, shuffled = nn.Embedding(10, 3), words.copy()
    random.shuffle(shuffled)
    found = bag(embed, torch.tensor([words, shuffled]))
    torch.testing.assert_close(found[0], found[1], **TIGHT)
    by_hand = [math.fsum(embed.weight[w, d].item() for w in words) for d in range(3)]
    torch.testing.assert_close(found[0], torch.tensor(by_hand), **TIGHT)
