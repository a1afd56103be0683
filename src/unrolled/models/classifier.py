"""A sequence in, one number out: the many-to-one model of the sentiment chapter."""

from functools import partial
from typing import Literal

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn

from unrolled.data.vocabulary import PAD
from unrolled.layers.bidirectional import Bidirectional
from unrolled.layers.masks import mask_of
from unrolled.layers.torch_layers import initialise_gates, make_layer
from unrolled.models.words import drop_words, small_

Readout = Literal["last", "mean", "max"]


# --8<-- [start:readout]
def read_out(h: Float[Tensor, "B T H"], mask: Bool[Tensor, "B T"], how: Readout) -> Float[Tensor, "B H"]:
    """One vector for a whole sequence, taken from its own steps only: their "max" or "mean", or the "last".

    Of a layer that reads both ways, the last step is a bad choice: there, the backward direction has read one word.
    """
    if how == "max":
        return h.masked_fill(~mask.unsqueeze(-1), -torch.inf).amax(dim=1)  # (sentiment.2) (variable-length.4)
    if how == "mean":
        # (variable-length.3) padding adds nothing to the sum, and does not count
        return (h * mask.unsqueeze(-1)).sum(dim=1) / mask.sum(dim=1, keepdim=True)
    last = mask.sum(dim=1) - 1  # (B)
    return h[torch.arange(len(h), device=h.device), last]


# --8<-- [end:readout]


# --8<-- [start:classifier]
class Classifier(nn.Module):
    """Words -> embeddings -> recurrent layer -> one vector -> one logit.

    Args:
        vocabulary: V, number of known words.
        embedding: D, size of a word's vector.
        hidden: H, size of the state in each direction.
        kind: recurrent layer: "rnn", "lstm" or "gru".
        bidirectional: also read from right to left.
        readout: how states become one vector, see `read_out`.
        dropout: share of the embedding's and of the read-out vector's entries set to zero in training.
        word_dropout: share of words replaced by "unknown" in training.
    """

    def __init__(
        self, vocabulary: int, embedding: int, hidden: int, *, kind: str = "lstm", bidirectional: bool = False,
        readout: Readout = "max", dropout: float = 0.0, word_dropout: float = 0.0, backend: str = "book",
    ) -> None:  # fmt: skip
        super().__init__()
        self.readout, self.word_dropout, self.bidirectional = readout, word_dropout, bidirectional
        self.embed = nn.Embedding(vocabulary, embedding, padding_idx=PAD)
        make = partial(make_layer, kind, embedding, hidden, backend)
        self.recurrent = Bidirectional(make(), make()) if bidirectional else make()
        self.dropout = nn.Dropout(dropout)
        self.score = nn.Linear(hidden * (2 if bidirectional else 1), 1)
        initialise(self)

    def states(self, tokens: Int[Tensor, "B T"], lengths: Int[Tensor, " B"]) -> Float[Tensor, "B T F"]:
        """Hidden states of every step: F is H, or 2H in both directions. Beyond a sequence's end they mean nothing."""
        if self.training and self.word_dropout > 0:
            tokens = drop_words(tokens, self.word_dropout)
        x = self.dropout(self.embed(tokens))  # (B, T) -> (B, T, D)
        return self.recurrent.outputs(x, lengths) if self.bidirectional else self.recurrent(x)[0]

    def forward(self, tokens: Int[Tensor, "B T"], lengths: Int[Tensor, " B"]) -> Float[Tensor, " B"]:
        """The log-odds that each sequence is positive."""
        h = self.states(tokens, lengths)
        z = read_out(h, mask_of(lengths, tokens.shape[1]), self.readout)  # (B, T, F) -> (B, F)
        return self.score(self.dropout(z)).squeeze(-1)  # (B, 1) -> (B)


# --8<-- [end:classifier]


def initialise(model: Classifier) -> None:
    """Small embeddings, orthogonal recurrent weights, forget bias 1 in an LSTM."""
    small_(model.embed)
    recurrent = model.recurrent
    for layer in (recurrent.ahead, recurrent.back) if isinstance(recurrent, Bidirectional) else (recurrent,):
        initialise_gates(layer)
