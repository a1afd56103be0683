"""Sequence to sequence: padded = alone, a step = the teacher-forced pass, book = torch, and a whole model by hand."""

import math

import jaxtyping
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from unrolled.layers.one_step import advance
from unrolled.layers.torch_layers import make_layer, weights_of
from unrolled.models.seq2seq import Seq2Seq
from unrolled.scheduled_sampling import inverse_sigmoid, linear, scheduled

TIGHT = {"atol": 1e-10, "rtol": 1e-10}
VARIANTS = [
    (kind, attention, feeding, backend)
    for kind in ("rnn", "lstm", "gru")
    for attention, feeding in ((None, False), ("additive", True), ("dot", True), ("general", False), ("concat", False))
    for backend in ("torch", "book")
]

pytestmark = pytest.mark.usefixtures("double")


def make(kind="gru", attention="additive", feeding=True, backend="torch", **more):
    """A small model in evaluation mode, with biases that are not zero."""
    torch.set_default_dtype(torch.float64)
    model = Seq2Seq(11, 9, 5, 6, kind, attention, input_feeding=feeding, backend=backend, **more).eval()
    with torch.no_grad():
        for weight in model.parameters():
            weight.add_(torch.randn_like(weight) * 0.3)
    return model


def batch(B=3, S=6, T=5):
    """Sources of unlike length and targets, without padding in the targets."""
    lengths = torch.randint(1, S + 1, (B,))
    lengths[0] = S
    source = torch.randint(1, 11, (B, S)) * (torch.arange(S) < lengths[:, None])
    return source, lengths, torch.randint(1, 9, (B, T))


def stepwise(model, source, lengths, target_in):
    """Logits by `start` and `step`."""
    state, logits = model.start(source, lengths), []
    for tokens in target_in.unbind(1):
        scores, state = model.step(tokens, state)
        logits.append(scores)
    return torch.stack(logits, dim=1)


def gradients(model, logits):
    """By all parameters, of a loss that reads every logit unlike."""
    pull = torch.linspace(-1, 1, logits.numel()).view_as(logits)
    return torch.autograd.grad((logits * pull).sum(), list(model.parameters()))


@pytest.mark.parametrize(("kind", "attention", "feeding", "backend"), VARIANTS)
def test_steps_equal_the_teacher_forced_pass(kind, attention, feeding, backend):
    model, data = make(kind, attention, feeding, backend), batch()
    whole, steps = model(*data), stepwise(model, *data)
    torch.testing.assert_close(steps, whole, **TIGHT)
    torch.testing.assert_close(gradients(model, steps), gradients(model, whole), **TIGHT)


@pytest.mark.parametrize(("kind", "attention", "feeding", "backend"), VARIANTS)
def test_a_batch_equals_each_sequence_alone_without_padding(kind, attention, feeding, backend):
    model, (source, lengths, target) = make(kind, attention, feeding, backend), batch()
    alone = [
        model(source[i : i + 1, :n], lengths[i : i + 1], target[i : i + 1]) for i, n in enumerate(lengths.tolist())
    ]
    whole = model(source, lengths, target)
    torch.testing.assert_close(whole, torch.cat(alone), **TIGHT)
    torch.testing.assert_close(gradients(model, whole), gradients(model, torch.cat(alone)), **TIGHT)


@settings(max_examples=15)
@given(
    sizes=st.tuples(st.integers(1, 4), st.integers(1, 6), st.integers(1, 5)),
    extra=st.integers(0, 3), filler=st.integers(0, 10), attention=st.sampled_from([None, "additive", "dot"]),
)  # fmt: skip
def test_more_padding_and_other_tokens_in_it_change_nothing(sizes, extra, filler, attention):
    model, (source, lengths, target) = make(attention=attention), batch(*sizes)
    padded = nn.functional.pad(source, (0, extra))
    padded[torch.arange(padded.shape[1]) >= lengths[:, None]] = filler
    torch.testing.assert_close(model(padded, lengths, target), model(source, lengths, target), **TIGHT)
    state = model.start(padded, lengths)
    for tokens in target.unbind(1):
        _, state = model.step(tokens, state)
        if attention is not None:
            assert not state.weights[~state.mask].any()
            torch.testing.assert_close(state.weights.sum(dim=1), torch.ones(len(source)), **TIGHT)


@pytest.mark.parametrize(("kind", "attention", "feeding", "_backend"), VARIANTS[::2])
def test_book_and_torch_are_the_same_model(kind, attention, feeding, _backend):
    theirs, ours = make(kind, attention, feeding, "torch"), make(kind, attention, feeding, "book")
    pairs = [(m.encoder.recurrent.ahead, m.encoder.recurrent.back, m.decoder.layer) for m in (theirs, ours)]
    layers = [weights_of(layer) for layer in pairs[0]], [weights_of(layer) for layer in pairs[1]]
    own = {name: weight for name, weight in ours.state_dict().items() if ".cell." not in name}
    theirs.load_state_dict(own, strict=False)
    with torch.no_grad():
        for (W, U, (b, b_u)), (W2, U2, biases) in zip(*layers, strict=True):
            W.copy_(W2), U.copy_(U2), b.copy_(biases[0]), b_u.zero_()
            if len(biases) == 2:
                b_u[-U.shape[1] :] = biases[1]  # the second bias of a GRU's candidate
    data = batch()
    torch.testing.assert_close(theirs(*data), ours(*data), **TIGHT)


@pytest.mark.parametrize("kind", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize("backend", ["torch", "book"])
def test_one_step_equals_the_layer(kind, backend):
    layer, x = make_layer(kind, 3, 4, backend), torch.randn(2, 3, requires_grad=True)
    state = tuple(torch.randn(2, 4) for _ in range(2 if kind == "lstm" else 1))
    W, _, (b, *_) = weights_of(layer)
    found, expected = advance(layer, x @ W.T + b, state), layer(x[:, None], state=state)[1]
    torch.testing.assert_close(found, expected, **TIGHT)
    by = [torch.autograd.grad(sum(part.square().sum() for part in end), [x, W])[0] for end in (found, expected)]
    torch.testing.assert_close(*by, **TIGHT)


@pytest.mark.equation("encoder-decoder.1")
@pytest.mark.equation("encoder-decoder.2")
@pytest.mark.equation("encoder-decoder.3")
@pytest.mark.equation("encoder-decoder.4")
@pytest.mark.equation("encoder-decoder.5")
@pytest.mark.parametrize("kind", ["lstm", "gru"])
def test_encoder_bridge_and_decoder_by_torch_alone(kind):
    model, (source, lengths, target) = make(kind, attention=None), batch()
    both = (nn.GRU if kind == "gru" else nn.LSTM)(5, 6, batch_first=True, bidirectional=True)
    ways = [model.encoder.recurrent.ahead.module, model.encoder.recurrent.back.module]
    with torch.no_grad():
        for way, end in zip(ways, ("", "_reverse"), strict=True):
            for name, weight in way.named_parameters():
                getattr(both, name + end).copy_(weight)
    packed = nn.utils.rnn.pack_padded_sequence(
        model.encoder.embed(source), lengths, batch_first=True, enforce_sorted=False
    )
    output, last = both(packed)
    states = nn.utils.rnn.pad_packed_sequence(output, batch_first=True, total_length=source.shape[1])[0]
    h_n = last[0] if kind == "lstm" else last  # (2, B, H): ahead, back
    ends = torch.cat([h_n[0], h_n[1]], dim=1)
    memory = model.encode(source, lengths)
    torch.testing.assert_close((memory.states, memory.ends), (states, ends), **TIGHT)
    first = torch.tanh(ends @ model.bridge.weight.T + model.bridge.bias)
    state = (first[None, :, :6].contiguous(), first[None, :, 6:].contiguous()) if kind == "lstm" else first[None]
    h, _ = model.decoder.layer.module(model.decoder.embed(target), state)
    expected = torch.tanh(h @ model.decoder.combine.weight.T) @ model.decoder.read.weight.T + model.decoder.read.bias
    torch.testing.assert_close(model(source, lengths, target), expected, **TIGHT)


def test_the_state_is_flat_and_rows_can_be_picked():
    for attention, kind in ((None, "lstm"), ("additive", "gru")):
        model, (source, lengths, target) = make(kind, attention), batch()
        _, state = model.step(target[:, 0], model.start(source, lengths))
        rows = torch.tensor([2, 2, 0, 1])
        picked = type(state)(*(None if part is None else part.index_select(0, rows) for part in state))
        found, after = model.step(target[rows, 1], picked)
        whole, before = model.step(target[:, 1], state)
        torch.testing.assert_close(found, whole[rows], **TIGHT)
        torch.testing.assert_close(after.h, before.h[rows], **TIGHT)


def test_tied_weights_are_one_matrix_and_need_equal_sizes():
    model = Seq2Seq(11, 9, 6, 6, tie=True)
    assert model.decoder.read.weight is model.decoder.embed.weight
    with pytest.raises(ValueError, match="embedding is 5, hidden is 6"):
        Seq2Seq(11, 9, 5, 6, tie=True)


@pytest.mark.equation("encoder-decoder.7")
def test_scheduled_sampling_reads_the_teacher_or_itself():
    model, (source, lengths, target) = make(), batch(B=4, T=7)
    torch.testing.assert_close(scheduled(model, source, lengths, target, 1), model(source, lengths, target), **TIGHT)
    free = scheduled(model, source, lengths, target, 0)
    own = torch.cat([target[:, :1], free.argmax(dim=-1)[:, :-1]], dim=1)  # what it read
    torch.testing.assert_close(free, model(source, lengths, own), **TIGHT)
    mixed = scheduled(model, source, lengths, target, 0.5, torch.Generator().manual_seed(1))
    coins = torch.rand(4, 7, generator=torch.Generator().manual_seed(1)) < 0.5
    written = torch.cat([target[:, :1], mixed.argmax(dim=-1)[:, :-1]], dim=1)
    read = torch.where(coins, target, written)
    read[:, 0] = target[:, 0]
    torch.testing.assert_close(mixed, model(source, lengths, read), **TIGHT)
    assert all(g.isfinite().all() for g in gradients(model, mixed))


@pytest.mark.equation("encoder-decoder.8")
@given(step=st.integers(0, 100_000), k=st.floats(1, 5_000))
def test_schedules_fall_from_one_to_nothing(step, k):
    assert inverse_sigmoid(0, k) == pytest.approx(k / (k + 1))
    assert 0 <= inverse_sigmoid(step + 1, k) <= inverse_sigmoid(step, k) <= 1
    middle = k * math.log(k)  # where exp(i / k) = k
    assert inverse_sigmoid(round(middle), k) == pytest.approx(0.5, abs=0.26 / k + 1e-9)
    assert (linear(0, 10), linear(5, 10, 0.5), linear(20, 10, 0.5)) == (1, 0.75, 0.5)


@pytest.mark.parametrize(
    ("source", "lengths", "target", "words"),
    [
        ([[1, 2]], [3], [[1]], r"lengths \[3\].*1 to 2"),
        ([[1, 2]], [0], [[1]], r"lengths \[0\].*1 to 2"),
        ([[1, 2]], [2, 2], [[1]], r"lengths are.*shape \(2,\).*\(1,\)"),
        ([1, 2], [2], [[1]], r"source is torch.int64 of shape \(2,\).*\(B, T\)"),
        ([[1, 11]], [2], [[1]], r"source holds tokens from 1 to 11.*V - 1 = 10"),
        ([[1, 2]], [2], [[1, -1]], r"target_in holds tokens from -1 to 1.*V - 1 = 8"),
        ([[1, 2]], [2], [[1], [1]], r"source \(1, 2\) and target_in \(2, 1\) differ in B"),
        ([[1.0, 2.0]], [2], [[1]], r"source is torch.float64"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_shapes(source, lengths, target, words):
    jaxtyping.config.update("jaxtyping_disable", True)  # readers run without annotations
    try:
        with pytest.raises(ValueError, match=words):
            make()(torch.tensor(source), torch.tensor(lengths), torch.tensor(target))
    finally:
        jaxtyping.config.update("jaxtyping_disable", False)


def test_a_probability_outside_of_0_to_1_is_refused():
    with pytest.raises(ValueError, match=r"teacher 1\.5"):
        scheduled(make(), *batch(), 1.5)
    with pytest.raises(ValueError, match="k = 0"):
        inverse_sigmoid(1, 0)
