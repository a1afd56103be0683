"""Words to one number through any recurrent layer and any way to read it out: one place to change at a time."""

from collections.abc import Callable

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from unrolled.data.vocabulary import PAD
from unrolled.models.words import drop_words, small_

Read = Callable[[nn.Module, Tensor, Tensor], Tensor]  # recurrent layer, x (B, T, D), lengths (B) -> (B, F)


# --8<-- [start:reader]
class Reader(nn.Module):
    """Words -> embeddings -> recurrent layer -> one vector -> one logit.

    Args:
        vocabulary: V, number of known words.
        embedding: D, size of a word's vector.
        recurrent: the layer, or stack of layers.
        read: runs the layer on (B, T, D) with lengths (B), and takes one vector (B, F) for each sequence.
        features: F, size of that vector.
        dropout: share of the embedding's and of the vector's entries set to zero in training.
        word_dropout: share of words replaced by "unknown" in training.
    """

    def __init__(
        self, vocabulary: int, embedding: int, recurrent: nn.Module, read: Read, features: int,
        dropout: float = 0.0, word_dropout: float = 0.0,
    ) -> None:  # fmt: skip
        super().__init__()
        self.recurrent, self.read, self.word_dropout = recurrent, read, word_dropout
        self.embed = nn.Embedding(vocabulary, embedding, padding_idx=PAD)
        self.dropout = nn.Dropout(dropout)
        self.score = nn.Linear(features, 1)
        small_(self.embed)

    def forward(self, tokens: Int[Tensor, "B T"], lengths: Int[Tensor, " B"]) -> Float[Tensor, " B"]:
        """The log-odds that each sequence is positive."""
        if self.training and self.word_dropout > 0:
            tokens = drop_words(tokens, self.word_dropout)
        z = self.read(self.recurrent, self.dropout(self.embed(tokens)), lengths)  # (B, T, D) -> (B, F)
        return self.score(self.dropout(z)).squeeze(-1)  # (B, 1) -> (B)


# --8<-- [end:reader]


def at_end(recurrent: nn.Module, x: Float[Tensor, "B T D"], lengths: Int[Tensor, " B"]) -> Float[Tensor, "B F"]:
    """The output of a layer or stack that reads from left to right, at each sequence's own last step."""
    output, _ = recurrent(x)  # no mask: padding on the right cannot reach back
    return output[torch.arange(len(x), device=x.device), lengths - 1]
