"""Look-up, its gradient, word vectors from counts, and words in pieces, each against a form that is easy to trust."""

import math
from itertools import combinations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from torch import nn

from unrolled.data.vocabulary import PAD
from unrolled.lookup import look_up, look_up_gradient
from unrolled.models.subword import SubwordEmbedding, bucket_of, ngrams
from unrolled.vectors import count_pairs, factorise, nearest, ppmi, train_vectors

TIGHT = {"atol": 1e-10, "rtol": 1e-10}
TEXTS = st.lists(st.lists(st.integers(0, 6), max_size=9), min_size=1, max_size=5)


@pytest.mark.equation("embeddings.1")
@pytest.mark.equation("embeddings.2")
@settings(deadline=None, max_examples=20)
@given(B=st.integers(1, 4), T=st.integers(1, 6), V=st.integers(2, 9), D=st.integers(1, 5))
def test_look_up_and_its_gradient_equal_nn_embedding(B, T, V, D):
    table = torch.randn(V, D, dtype=torch.float64, requires_grad=True)
    tokens, upstream = torch.randint(0, V, (B, T)), torch.randn(B, T, D, dtype=torch.float64)
    layer = nn.Embedding(V, D, dtype=torch.float64)
    with torch.no_grad():
        layer.weight.copy_(table)
    torch.testing.assert_close(look_up(tokens, table), layer(tokens), **TIGHT)
    (look_up(tokens, table) * upstream).sum().backward()
    (layer(tokens) * upstream).sum().backward()
    torch.testing.assert_close(table.grad, layer.weight.grad, **TIGHT)
    torch.testing.assert_close(look_up_gradient(tokens, upstream, V), layer.weight.grad, **TIGHT)
    absent = torch.ones(V, dtype=torch.bool)
    absent[tokens.flatten()] = False
    assert not layer.weight.grad[absent].any()


@settings(deadline=None)
@given(texts=TEXTS, window=st.integers(1, 4))
def test_counts_equal_a_double_loop(texts, window):
    expected = np.zeros((7, 7))
    for text in texts:
        for (i, a), (j, b) in combinations(enumerate(text), 2):
            if j - i <= window and a > 1 and b > 1:  # neither padding nor unknown
                expected[a, b] += 1
                expected[b, a] += 1
    np.testing.assert_array_equal(count_pairs(texts, 7, window).toarray(), expected)


@pytest.mark.equation("embeddings.3")
@pytest.mark.parametrize("smoothing", [1.0, 0.75])
def test_ppmi_equals_its_definition_entry_by_entry(smoothing):
    counts = np.array([[0.0, 4, 1], [4, 2, 0], [1, 0, 6]])
    weights = counts.sum(axis=0) ** smoothing
    expected = np.zeros((3, 3))
    for i in range(3):
        for j in range(3):
            if counts[i, j]:
                p_ij = counts[i, j] / counts.sum()
                p_i, p_j = counts[i].sum() / counts.sum(), weights[j] / weights.sum()
                expected[i, j] = max(0.0, math.log(p_ij / (p_i * p_j)))
    assert 0 < np.count_nonzero(expected) < np.count_nonzero(counts)
    np.testing.assert_allclose(ppmi(csr_matrix(counts), smoothing).toarray(), expected, atol=1e-12)


@pytest.mark.equation("embeddings.4")
def test_factors_give_back_the_gram_matrix_of_the_largest_singular_values():
    draw = np.random.default_rng(0)
    half = draw.random((30, 6))
    matrix = half @ half.T  # symmetric, rank 6
    U, strengths, _ = np.linalg.svd(matrix)
    vectors = factorise(csr_matrix(matrix), 4)
    np.testing.assert_allclose(vectors @ vectors.T, U[:, :4] * strengths[:4] @ U[:, :4].T, atol=1e-8)
    np.testing.assert_allclose(factorise(csr_matrix(matrix), 6) @ factorise(csr_matrix(matrix), 6).T, matrix, atol=1e-8)


@pytest.mark.equation("embeddings.5")
def test_nearest_is_by_angle_and_leaves_the_word_out():
    vectors = np.array([[1.0, 0], [5, 0.1], [0, 1], [-1, 0], [0, 0]])
    assert nearest(0, vectors, 2) == [1, 2]
    cosines = [v @ vectors[1] / np.linalg.norm(v) / np.linalg.norm(vectors[1]) for v in vectors[:4]]
    expected = [i for i in np.argsort(cosines)[::-1] if i != 1]
    assert [i for i in nearest(1, vectors, 4) if i != 4] == expected
    with pytest.raises(ValueError, match="zeros"):
        nearest(4, vectors)


def test_words_that_keep_the_same_company_get_near_vectors():
    texts = [[2, 3, 4], [2, 5, 4], [6, 7, 8], [6, 9, 8]] * 5
    vectors = train_vectors(texts, 11, 3)
    assert nearest(3, vectors, 1) == [5]
    assert nearest(7, vectors, 1) == [9]
    assert not vectors[10].any()


@pytest.mark.equation("embeddings.6")
@settings(deadline=None, max_examples=20)
@given(B=st.integers(1, 3), T=st.integers(1, 5))
def test_a_words_vector_is_the_mean_of_its_pieces_forward_and_backward(B, T):
    words = ["<pad>", "<unk>", "cat", "cats", "a", "concatenate"]
    layer = SubwordEmbedding(words, 3, buckets=50).double()
    tokens = torch.randint(0, len(words), (B, T))
    table = layer.table.weight.detach().clone().requires_grad_()
    rows = [[] if i == PAD else [bucket_of(p, 50) for p in ngrams(w)] for i, w in enumerate(words)]
    expected = torch.stack([table[rows[i]].mean(0) if rows[i] else table[0] * 0 for i in tokens.flatten()])
    found = layer(tokens)
    torch.testing.assert_close(found, expected.view(B, T, 3), **TIGHT)
    upstream = torch.randn_like(found)
    (found * upstream).sum().backward()
    (expected.view(B, T, 3) * upstream).sum().backward()
    torch.testing.assert_close(layer.table.weight.grad, table.grad, **TIGHT)


def test_pieces_mark_the_ends_of_a_word_and_never_repeat():
    assert ngrams("a") == ["<a>"]
    assert ngrams("where", 3, 3) == ["<where>", "<wh", "whe", "her", "ere", "re>"]  # Bojanowski 2017, section 3.2
    assert len(ngrams("banana")) == len(set(ngrams("banana")))
    assert all(1 <= bucket_of(piece, 7) <= 7 for piece in ngrams("banana"))
