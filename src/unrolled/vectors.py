"""Word vectors from plain text: count which words stand near each other, weigh the counts, factorise.

Levy & Goldberg (2014), "Neural Word Embedding as Implicit Matrix Factorization", NeurIPS, sections 3 and 5; Levy,
Goldberg & Dagan (2015), "Improving Distributional Similarity with Lessons Learned from Word Embeddings", TACL 3,
section 3.
"""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float
from numpy import ndarray
from scipy.sparse import coo_matrix, csr_matrix
from sklearn.utils.extmath import randomized_svd

from unrolled.data.vocabulary import UNKNOWN


# --8<-- [start:count]
def count_pairs(texts: Sequence[Sequence[int]], vocabulary: int, window: int = 4) -> csr_matrix:
    """How often word j stands at most `window` places from word i: a symmetric (V, V) matrix.

    Padding and unknown words count for nothing; neither do neighbours in another text.
    """
    gap = [-1] * window  # no pair reaches from one text into the next
    stream = np.array([word for text in texts for word in (*text, *gap)])
    stream[stream <= UNKNOWN] = -1
    counts = csr_matrix((vocabulary, vocabulary))
    for distance in range(1, window + 1):
        left, right = stream[:-distance], stream[distance:]
        both = (left >= 0) & (right >= 0)
        ones = np.ones(int(both.sum()))
        counts += coo_matrix((ones, (left[both], right[both])), shape=counts.shape).tocsr()
    return counts + counts.T


# --8<-- [end:count]


# --8<-- [start:ppmi]
def ppmi(counts: csr_matrix, smoothing: float = 0.75) -> csr_matrix:
    """How much more often two words meet than chance has it, as a logarithm, and 0 where they meet less often.

    Args:
        smoothing: power of the context counts; below 1 it makes rare contexts count for less. 1 switches it off.
    """
    pairs = counts.tocoo()
    words = np.asarray(counts.sum(axis=1)).ravel()  # (V): pairs that a word is in
    contexts = np.asarray(counts.sum(axis=0)).ravel() ** smoothing
    # (embeddings.3) log of p(i, j) / (p(i) p(j)), negative values cut off
    information = np.log(pairs.data * contexts.sum() / (words[pairs.row] * contexts[pairs.col]))
    kept = information > 0
    return csr_matrix((information[kept], (pairs.row[kept], pairs.col[kept])), shape=counts.shape)


# --8<-- [end:ppmi]


# --8<-- [start:svd]
def factorise(matrix: csr_matrix, size: int, seed: int = 0) -> Float[ndarray, "V {size}"]:
    """The vectors of all words: the best factors of rank `size`, the singular values shared between both sides."""
    U, strengths, _ = randomized_svd(matrix, size, random_state=seed)  # (V, D), (D)
    # (embeddings.4) U times the root of the singular values
    return U * np.sqrt(strengths)


# --8<-- [end:svd]


# --8<-- [start:nearest]
def nearest(word: int, vectors: Float[ndarray, "V D"], count: int = 5) -> list[int]:
    """The words whose vectors point most nearly the same way, the nearest first, without the word itself.

    Raises:
        ValueError: the word's vector is zero, so it points nowhere.
    """
    lengths = np.linalg.norm(vectors, axis=1)
    if lengths[word] == 0:
        raise ValueError(f"word {word} has a vector of zeros: it has no neighbours")
    # (embeddings.5) cosine of the angle between two vectors
    cosine = vectors @ vectors[word] / np.maximum(lengths * lengths[word], 1e-12)
    cosine[word] = -np.inf
    return np.argsort(-cosine)[:count].tolist()


# --8<-- [end:nearest]


def train_vectors(texts: Sequence[Sequence[int]], vocabulary: int, size: int, seed: int = 0) -> Float[ndarray, "V D"]:
    """Count, weigh, factorise. Rows of words that never met another one are zero."""
    return factorise(ppmi(count_pairs(texts, vocabulary)), size, seed).astype(np.float32)
