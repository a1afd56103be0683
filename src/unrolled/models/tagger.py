"""A tag for every word: the synchronised many-to-many model of the chapter on tagging."""

from collections.abc import Sequence

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from unrolled.data.vocabulary import PAD, UNKNOWN
from unrolled.layers.bidirectional import Bidirectional
from unrolled.layers.torch_layers import initialise_gates, make_layer
from unrolled.masked_loss import token_loss
from unrolled.models.crf import CRF

HEADS = ("softmax", "crf")


# --8<-- [start:tagger]
class Tagger(nn.Module):
    """Features of each word -> sum of their embeddings -> GRU -> scores of the tags -> softmax or CRF.

    Args:
        vocabulary: V, number of known features.
        tags: K, number of tags.
        embedding: D, size of a feature's vector.
        hidden: H, size of the state in each direction.
        bidirectional: also read from right to left.
        head: "softmax" takes each step on its own, "crf" the whole sequence.
        dropout: share of the entries of embeddings and states set to zero in training.
        feature_dropout: share of features replaced by "unknown" in training.
    Raises:
        ValueError: there is no such head.
    """

    def __init__(
        self, vocabulary: int, tags: int, embedding: int, hidden: int, *, bidirectional: bool = True,
        head: str = "softmax", dropout: float = 0.0, feature_dropout: float = 0.0, backend: str = "book",
    ) -> None:  # fmt: skip
        super().__init__()
        if head not in HEADS:
            raise ValueError(f"no head {head!r}: choose one of {', '.join(HEADS)}")
        self.feature_dropout = feature_dropout
        self.embed = nn.Embedding(vocabulary, embedding, padding_idx=PAD)
        layers = [make_layer("gru", embedding, hidden, backend) for _ in range(2 if bidirectional else 1)]
        self.recurrent = Bidirectional(*layers) if bidirectional else layers[0]
        self.dropout = nn.Dropout(dropout)
        self.score = nn.Linear(hidden * len(layers), tags)
        self.crf = CRF(tags) if head == "crf" else None
        initialise(self.embed, layers)

    def scores(self, tokens: Int[Tensor, "B T M"], lengths: Int[Tensor, " B"]) -> Float[Tensor, "B T K"]:
        """A score for each tag at each step. Beyond a sequence's end they mean nothing."""
        if self.training and self.feature_dropout > 0:
            drop = (torch.rand(tokens.shape, device=tokens.device) < self.feature_dropout) & (tokens != PAD)
            tokens = tokens.masked_fill(drop, UNKNOWN)
        # (tagging.2) M features of a word are added up: (B, T, M) -> (B, T, M, D) -> (B, T, D)
        x = self.dropout(self.embed(tokens).sum(dim=2))
        bidirectional = isinstance(self.recurrent, Bidirectional)
        h = self.recurrent.outputs(x, lengths) if bidirectional else self.recurrent(x)[0]  # (B, T, F)
        return self.score(self.dropout(h))

    def loss(
        self, tokens: Int[Tensor, "B T M"], lengths: Int[Tensor, " B"], tags: Int[Tensor, "B T"]
    ) -> Float[Tensor, ""]:
        """Negative log-likelihood of the true tags, in nats for each word."""
        a = self.scores(tokens, lengths)
        if self.crf is None:
            return token_loss(a, tags, lengths)  # (tagging.3)
        return self.crf.nll(a, tags, lengths).sum() / lengths.sum()

    def forward(self, tokens: Int[Tensor, "B T M"], lengths: Int[Tensor, " B"]) -> Int[Tensor, "B T"]:
        """The likeliest tags: of each step with a softmax, of the whole sequence with a CRF."""
        a = self.scores(tokens, lengths)
        return a.argmax(dim=-1) if self.crf is None else self.crf.best(a, lengths)


# --8<-- [end:tagger]


def initialise(embed: nn.Embedding, layers: Sequence[nn.Module]) -> None:
    """Small embeddings, orthogonal recurrent weights, biases zero."""
    nn.init.normal_(embed.weight, std=0.1)
    with torch.no_grad():
        embed.weight[PAD] = 0
    for layer in layers:
        initialise_gates(layer)
