"""A bidirectional LSTM that reads, beside each word, how often the runs that end there stood in positive texts."""

from typing import NamedTuple

import numpy as np
import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from unrolled.data.vocabulary import PAD
from unrolled.layers.bidirectional import Bidirectional
from unrolled.layers.masks import mask_of
from unrolled.layers.torch_layers import initialise_gates, make_layer
from unrolled.models.classifier import read_out
from unrolled.models.ladder import start_from
from unrolled.models.words import drop_words


class RatioBatch(NamedTuple):
    """Padded texts with their ratios, how long each truly is, and their labels."""

    tokens: Int[Tensor, "B T"]
    lengths: Int[Tensor, " B"]
    labels: Float[Tensor, " B"]
    ratios: Float[Tensor, "B T N"]


# --8<-- [start:model]
class RatioClassifier(nn.Module):
    """Word vectors and label ratios -> LSTM in both directions -> largest value of each unit -> one logit.

    Args:
        table: word vectors to start from; the vocabulary V and the size D are theirs.
        hidden: H, size of the state in each direction.
        ratios: N, ratios at each step; 0 leaves them out.
        dropout: share of the entries of the embedding and of the read-out set to zero in training.
        word_dropout: share of words replaced by "unknown" in training. Their ratios stay.
        ratio_dropout: share of the ratios set to zero in training.
    """

    def __init__(
        self, table: Float[np.ndarray, "V D"], hidden: int, ratios: int, *, dropout: float = 0.0,
        word_dropout: float = 0.0, ratio_dropout: float = 0.0, backend: str = "book",
    ) -> None:  # fmt: skip
        super().__init__()
        self.word_dropout, self.ratios = word_dropout, ratios
        self.embed = nn.Embedding(*table.shape, padding_idx=PAD)
        start_from(self.embed, table)
        layers = [make_layer("lstm", table.shape[1] + ratios, hidden, backend) for _ in range(2)]
        for layer in layers:
            initialise_gates(layer)
        self.recurrent = Bidirectional(*layers)
        self.dropout, self.ratio_dropout = nn.Dropout(dropout), nn.Dropout(ratio_dropout)
        self.score = nn.Linear(2 * hidden, 1)

    def forward(
        self, tokens: Int[Tensor, "B T"], lengths: Int[Tensor, " B"], ratios: Float[Tensor, "B T N"]
    ) -> Float[Tensor, " B"]:
        """The log-odds that each text is positive."""
        if self.training and self.word_dropout > 0:
            tokens = drop_words(tokens, self.word_dropout)
        x = self.dropout(self.embed(tokens))  # (B, T) -> (B, T, D)
        # (sentiment.8) the word's vector and the ratios of the runs that end at it, side by side
        x = torch.cat([x, self.ratio_dropout(ratios[..., : self.ratios])], dim=-1)  # (B, T, D + N)
        h = self.recurrent.outputs(x, lengths)  # (B, T, 2H)
        z = read_out(h, mask_of(lengths, tokens.shape[1]), "max")  # (B, T, 2H) -> (B, 2H)
        return self.score(self.dropout(z)).squeeze(-1)  # (B, 1) -> (B)


# --8<-- [end:model]
