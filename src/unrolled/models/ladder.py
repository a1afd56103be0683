"""One classifier of reviews whose parts can be switched on one at a time, from a bare network to a tuned one."""

from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from unrolled.data.vocabulary import PAD
from unrolled.layers.bidirectional import Bidirectional
from unrolled.layers.masks import mask_of
from unrolled.layers.torch_layers import initialise_gates, make_layer
from unrolled.models.classifier import Readout, read_out
from unrolled.models.words import drop_words, small_


# --8<-- [start:parts]
@dataclass(frozen=True)
class Parts:
    """What a model is made of.

    Args:
        kind: recurrent layer, "rnn", "lstm" or "gru"; "bag" has none, and with `readout` "mean" averages embeddings.
        backend: "book" for our layer, "torch" for that of `torch.nn`.
        layers: recurrent layers on top of each other.
        bidirectional: whether each of them reads in both directions.
        readout: "last" state, or "mean" or "max" over the steps.
        lengths: whether the model is told where each review ends. If not, it reads the padding too.
        orthogonal: recurrent weights that keep lengths at the start; forget bias 1 in an LSTM.
        dropout: share of the entries of embeddings and read-out set to zero, and half that share of words hidden.
        vectors: embeddings start from the word vectors of the training reviews.
    """

    kind: str = "rnn"
    backend: str = "torch"
    layers: int = 1
    bidirectional: bool = False
    readout: Readout = "last"
    lengths: bool = False
    orthogonal: bool = False
    dropout: float = 0.0
    vectors: bool = False


# --8<-- [end:parts]


# --8<-- [start:ladder]
class LadderClassifier(nn.Module):
    """Words -> embeddings -> recurrent layers -> one vector -> one logit. Args: see `Parts`.

    Args:
        vocabulary, embedding, hidden: V, D and H.
        table: word vectors to start from, used if the parts say so.
    """

    def __init__(
        self, parts: Parts, vocabulary: int, embedding: int, hidden: int,
        table: Float[np.ndarray, "V D"] | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.parts, self.dropout = parts, nn.Dropout(parts.dropout)
        self.embed = nn.Embedding(vocabulary, embedding, padding_idx=PAD)
        small_(self.embed)
        if parts.vectors and table is not None:
            start_from(self.embed, table)
        wide = hidden * (2 if parts.bidirectional else 1)  # F
        depth = 0 if parts.kind == "bag" else parts.layers
        self.layers = nn.ModuleList(
            recurrent(parts, embedding if i == 0 else wide, hidden) for i in range(depth)
        )  # fmt: skip
        self.score = nn.Linear(wide if depth else embedding, 1)

    def forward(self, tokens: Int[Tensor, "B T"], lengths: Int[Tensor, " B"]) -> Float[Tensor, " B"]:
        """The log-odds that each review is positive."""
        known = lengths if self.parts.lengths else torch.full_like(lengths, tokens.shape[1])
        if self.training and self.parts.dropout > 0:
            tokens = drop_words(tokens, self.parts.dropout / 2)
        x = self.dropout(self.embed(tokens))  # (B, T) -> (B, T, D)
        for layer in self.layers:
            x = layer.outputs(x, known) if self.parts.bidirectional else layer(x)[0]
        # (sentiment.3) with no layers and the mean, this is a bag of embeddings
        z = read_out(x, mask_of(known, tokens.shape[1]), self.parts.readout)  # (B, T, F) -> (B, F)
        if self.parts.bidirectional and self.parts.readout == "last":
            ahead, _ = z.chunk(2, dim=-1)
            z = torch.cat([ahead, x[:, 0].chunk(2, dim=-1)[1]], dim=-1)  # the way back ends at the first step
        return self.score(self.dropout(z)).squeeze(-1)  # (B, 1) -> (B)


# --8<-- [end:ladder]


def recurrent(parts: Parts, input_size: int, hidden: int) -> nn.Module:
    """One layer, in one direction or both."""
    made = [make_layer(parts.kind, input_size, hidden, parts.backend) for _ in range(1 + parts.bidirectional)]
    if parts.orthogonal:
        for layer in made:
            initialise_gates(layer)
    return Bidirectional(*made) if parts.bidirectional else made[0]


def start_from(embed: nn.Embedding, table: Float[np.ndarray, "V D"], scale: float = 0.3) -> None:
    """Put word vectors into an embedding, stretched so that an entry has the standard deviation `scale`."""
    with torch.no_grad():
        embed.weight.copy_(torch.from_numpy(table * (scale / table.std())))
        embed.weight[PAD] = 0
