"""A vector for any spelling: the mean of the vectors of a word's pieces.

Bojanowski, Grave, Joulin & Mikolov (2017), "Enriching Word Vectors with Subword Information", TACL 5, section 3.2.
"""

import zlib
from collections.abc import Sequence

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from unrolled.data.vocabulary import PAD


# --8<-- [start:ngrams]
def ngrams(word: str, shortest: int = 3, longest: int = 5) -> list[str]:
    """The word between marks for its two ends, whole and in all its pieces of `shortest` to `longest` characters.

    >>> ngrams("cat", 3, 4)
    ['<cat>', '<ca', 'cat', 'at>', '<cat', 'cat>']
    """
    marked = f"<{word}>"
    pieces = [marked[i : i + n] for n in range(shortest, longest + 1) for i in range(len(marked) - n + 1)]
    return list(dict.fromkeys([marked, *pieces]))


def bucket_of(piece: str, buckets: int) -> int:
    """A row for a piece, from 1 to `buckets`; unlike pieces may share one. Row 0 belongs to padding."""
    return 1 + zlib.crc32(piece.encode()) % buckets


# --8<-- [end:ngrams]


# --8<-- [start:subword]
class SubwordEmbedding(nn.Module):
    """Word indices -> vectors, each the mean over the pieces of the word's spelling.

    No weight belongs to a word: `words` only says how index i is spelled, and may hold words never trained on.

    Args:
        words: spelling of every index; index 0 is padding.
        size: D, numbers in a vector.
        buckets: rows of the table that the pieces share.
    """

    def __init__(self, words: Sequence[str], size: int, buckets: int = 20_000) -> None:
        super().__init__()
        self.table = nn.Embedding(buckets + 1, size, padding_idx=PAD)
        nn.init.normal_(self.table.weight, std=0.1)
        with torch.no_grad():
            self.table.weight[PAD] = 0
        rows = [[] if i == PAD else [bucket_of(p, buckets) for p in ngrams(w)] for i, w in enumerate(words)]
        starts = torch.tensor([0, *map(len, rows)]).cumsum(0)  # (V + 1)
        self.register_buffer("pieces", torch.tensor([row for part in rows for row in part]), persistent=False)
        self.register_buffer("starts", starts, persistent=False)

    def forward(self, tokens: Int[Tensor, "B T"]) -> Float[Tensor, "B T D"]:
        found, places = tokens.unique(return_inverse=True)  # each word of the batch once
        counts = self.starts[found + 1] - self.starts[found]
        inside = torch.arange(int(counts.sum())) - (counts.cumsum(0) - counts).repeat_interleave(counts)
        rows = self.pieces[self.starts[found].repeat_interleave(counts) + inside]
        # (embeddings.6) the mean over the pieces of each word
        vectors = nn.functional.embedding_bag(rows, self.table.weight, counts.cumsum(0) - counts, mode="mean")
        return vectors[places]


# --8<-- [end:subword]
