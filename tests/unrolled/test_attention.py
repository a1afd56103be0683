"""Each attention against loops over single numbers; weights are a distribution over real tokens and nothing else."""

import jaxtyping
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from unrolled.attention import Additive, Concat, Dot, General, make_attention
from unrolled.layers.masks import mask_of
from unrolled.models.seq2seq import Seq2Seq

TIGHT = {"atol": 1e-10, "rtol": 1e-10}
KINDS = ("additive", "dot", "general", "concat")
SIZES = st.tuples(st.integers(1, 4), st.integers(1, 6), st.integers(1, 5), st.integers(1, 5), st.integers(1, 5))

pytestmark = pytest.mark.usefixtures("double")


def drawn(kind, B, S, H, F, A):
    """An attention, a query and a memory, all of them random."""
    torch.set_default_dtype(torch.float64)  # hypothesis draws outside the fixture
    H = F if kind == "dot" else H
    return (
        make_attention(kind, H, F, A),
        torch.randn(B, H, requires_grad=True),
        torch.randn(B, S, F, requires_grad=True),
    )


def score(attention, q, m):
    """One score of one query and one position, from the formula of the page, by explicit sums."""
    if isinstance(attention, Dot):
        return sum(q[i] * m[i] for i in range(len(q)))
    if isinstance(attention, General):
        W = attention.W.weight
        return sum(q[i] * W[i, j] * m[j] for i in range(len(q)) for j in range(len(m)))
    if isinstance(attention, Concat):
        W, both = attention.W.weight, [*q, *m]
        rows = [sum(W[k, j] * both[j] for j in range(len(both))) for k in range(len(W))]
    else:
        W_q, W_k = attention.W_q.weight, attention.W_k.weight
        rows = [
            sum(W_q[k, i] * q[i] for i in range(len(q))) + sum(W_k[k, j] * m[j] for j in range(len(m)))
            for k in range(len(W_q))
        ]
    return sum(attention.v.weight[0, k] * torch.tanh(row) for k, row in enumerate(rows))


def by_loops(attention, query, memory, lengths):
    """Context and weights, position by position; positions beyond the end are never looked at."""
    contexts, weights = [], []
    for q, rows, n in zip(query, memory, lengths, strict=True):
        exps = [score(attention, q, rows[s]).exp() for s in range(n)]
        alpha = [e / sum(exps) for e in exps]
        contexts.append(sum(a * rows[s] for s, a in enumerate(alpha)))
        weights.append(torch.stack([*alpha, *[torch.zeros(())] * (len(rows) - n)]))
    return torch.stack(contexts), torch.stack(weights)


@pytest.mark.equation("attention.1")
@pytest.mark.equation("attention.2")
@pytest.mark.equation("attention.3")
@pytest.mark.equation("attention.4")
@pytest.mark.equation("attention.5")
@pytest.mark.equation("attention.6")
@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=8)
@given(sizes=SIZES, data=st.data())
def test_forward_and_gradients_equal_plain_loops(kind, sizes, data):
    attention, query, memory = drawn(kind, *sizes)
    B, S = sizes[:2]
    lengths = data.draw(st.lists(st.integers(1, S), min_size=B, max_size=B))
    found = attention(query, attention.keys(memory), memory, mask_of(torch.tensor(lengths), S))
    expected = by_loops(attention, query, memory, lengths)
    torch.testing.assert_close(found, expected, **TIGHT)
    pull = [torch.randn_like(part) for part in found]
    inputs = [query, memory, *attention.parameters()]
    gradients = [
        torch.autograd.grad(sum((p * part).sum() for p, part in zip(pull, parts, strict=True)), inputs)
        for parts in (found, expected)
    ]
    torch.testing.assert_close(*gradients, **TIGHT)


@pytest.mark.equation("attention.5")
@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=20)
@given(sizes=SIZES, data=st.data(), filler=st.sampled_from([-1e6, 0.0, 1e6]))
def test_weights_are_a_distribution_over_real_tokens_whatever_stands_in_the_padding(kind, sizes, data, filler):
    attention, query, memory = drawn(kind, *sizes)
    B, S = sizes[:2]
    mask = mask_of(torch.tensor(data.draw(st.lists(st.integers(1, S), min_size=B, max_size=B))), S)
    context, weights = attention(query, attention.keys(memory), memory, mask)
    assert (weights >= 0).all()
    torch.testing.assert_close(weights.sum(dim=1), torch.ones(B), **TIGHT)
    assert not weights[~mask].any()  # exactly zero
    assert not torch.autograd.grad(context.sum(), memory)[0][~mask].any()
    other = memory.masked_fill(~mask[:, :, None], filler)
    torch.testing.assert_close(attention(query, attention.keys(other), other, mask), (context, weights), **TIGHT)


@pytest.mark.parametrize("kind", KINDS)
def test_many_queries_at_once_equal_one_after_another(kind):
    attention, _, memory = drawn(kind, 3, 5, 4, 4, 6)
    queries, mask, keys = torch.randn(3, 7, 4), mask_of(torch.tensor([5, 1, 3]), 5), attention.keys(memory)
    context, weights = attention.attend(queries, keys, memory, mask)
    for t in range(7):
        torch.testing.assert_close(
            attention(queries[:, t], keys, memory, mask), (context[:, t], weights[:, t]), **TIGHT
        )


@pytest.mark.equation("attention.4")
def test_concat_is_the_additive_score_with_its_two_matrices_side_by_side():
    additive, query, memory = drawn("additive", 3, 5, 4, 6, 7)
    concat, mask = make_attention("concat", 4, 6, 7), mask_of(torch.tensor([5, 1, 3]), 5)
    with torch.no_grad():
        concat.W.weight.copy_(torch.cat([additive.W_q.weight, additive.W_k.weight], dim=1))
        concat.v.weight.copy_(additive.v.weight)
    torch.testing.assert_close(
        concat(query, concat.keys(memory), memory, mask), additive(query, additive.keys(memory), memory, mask), **TIGHT
    )


@pytest.mark.equation("attention.7")
@pytest.mark.equation("attention.8")
@pytest.mark.parametrize("feeding", [True, False])
def test_attentional_state_is_read_out_and_fed_back(feeding):
    model = Seq2Seq(9, 7, 3, 4, "gru", "general", input_feeding=feeding)
    decoder, cell = model.decoder, nn.GRUCell(3 + 4 * feeding, 4)
    with torch.no_grad():
        for name, weight in cell.named_parameters():
            weight.copy_(getattr(decoder.layer.module, f"{name}_l0"))
    source, lengths, target = torch.randint(1, 9, (2, 5)), torch.tensor([5, 2]), torch.randint(1, 7, (2, 6))
    memory, state = model.encode(source, lengths), model.start(source, lengths)
    h, fed, logits = state.h, torch.zeros(2, 4), []
    for t in range(6):
        x = decoder.embed(target[:, t])
        h = cell(torch.cat([x, fed], dim=1) if feeding else x, h)
        context, _ = decoder.attention(h, state.keys, memory.states, memory.mask)
        fed = torch.tanh(torch.cat([context, h], dim=1) @ decoder.combine.weight.T)
        logits.append(fed @ decoder.read.weight.T + decoder.read.bias)
    torch.testing.assert_close(model(source, lengths, target), torch.stack(logits, dim=1), **TIGHT)


@pytest.fixture
def unchecked():
    """No shape annotations: readers run without them."""
    jaxtyping.config.update("jaxtyping_disable", True)
    yield
    jaxtyping.config.update("jaxtyping_disable", False)


@pytest.mark.usefixtures("unchecked")
@pytest.mark.parametrize(
    ("query", "memory", "mask", "words"),
    [
        ((2, 5), (2, 3, 6), [[True] * 3] * 2, r"query \(2, 5\).*H = 4, F = 6"),
        ((3, 4), (2, 3, 6), [[True] * 3] * 2, r"query \(3, 4\).*same B"),
        ((2, 4), (2, 3, 6), [[True] * 2] * 2, r"shape \(2, 2\).*\(2, 3\)"),
        ((2, 4), (2, 3, 6), [[1] * 3] * 2, r"torch.int64.*expected bool"),
        ((2, 4), (2, 3, 6), [[True] * 3, [False] * 3], "row 1 of the mask has no real token"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_shapes(query, memory, mask, words):
    attention, memory = Additive(4, 6, 5), torch.randn(memory)
    with pytest.raises(ValueError, match=words):
        attention(torch.randn(query), attention.keys(memory), memory, torch.tensor(mask))


def test_dot_of_unlike_sizes_and_unknown_kinds_are_refused():
    with pytest.raises(ValueError, match=r"H = 4, the memory F = 6"):
        make_attention("dot", 4, 6, 5)
    with pytest.raises(ValueError, match="'cosine': choose one of additive"):
        make_attention("cosine", 4, 6, 5)
