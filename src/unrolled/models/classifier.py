"""A sequence in, one number out: the many-to-one model of the sentiment chapter."""

from typing import Literal

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn

from unrolled.data.vocabulary import PAD, UNKNOWN
from unrolled.layers import BACKENDS, LSTM, BidirectionalLSTM, TorchLSTM, mask_of

Readout = Literal["last", "mean", "max"]


# --8<-- [start:readout]
def read_out(h: Float[Tensor, "B T H"], mask: Bool[Tensor, "B T"], how: Readout) -> Float[Tensor, "B H"]:
    """One vector for a whole sequence, taken from its own steps only."""
    if how == "max":
        return h.masked_fill(~mask.unsqueeze(-1), -torch.inf).amax(dim=1)  # (sentiment.2)
    if how == "mean":
        return (h * mask.unsqueeze(-1)).sum(dim=1) / mask.sum(dim=1, keepdim=True)
    last = mask.sum(dim=1) - 1  # (B)
    return h[torch.arange(len(h), device=h.device), last]


# --8<-- [end:readout]


# --8<-- [start:classifier]
class Classifier(nn.Module):
    """Words -> embeddings -> LSTM -> one vector -> one logit.

    Args:
        vocabulary: V, number of known words.
        embedding: D, size of a word's vector.
        hidden: H, size of the LSTM's state in each direction.
        dropout: share of the embedding's and of the read-out vector's entries set to zero in training.
        word_dropout: share of words replaced by "unknown" in training.
    """

    def __init__(
        self, vocabulary: int, embedding: int, hidden: int, *, bidirectional: bool = False, readout: Readout = "max",
        dropout: float = 0.0, word_dropout: float = 0.0, backend: str = "book",
    ) -> None:  # fmt: skip
        super().__init__()
        self.readout, self.word_dropout, self.bidirectional = readout, word_dropout, bidirectional
        self.embed = nn.Embedding(vocabulary, embedding, padding_idx=PAD)
        make = BACKENDS[backend]
        self.recurrent = BidirectionalLSTM(embedding, hidden, backend) if bidirectional else make(embedding, hidden)
        self.dropout = nn.Dropout(dropout)
        self.score = nn.Linear(hidden * (2 if bidirectional else 1), 1)
        initialise(self)

    def states(self, tokens: Int[Tensor, "B T"], lengths: Int[Tensor, " B"]) -> Float[Tensor, "B T F"]:
        """Hidden states of every step: F is H, or 2H in both directions. Beyond a sequence's end they mean nothing."""
        if self.training and self.word_dropout > 0:
            drop = (torch.rand(tokens.shape, device=tokens.device) < self.word_dropout) & (tokens != PAD)
            tokens = tokens.masked_fill(drop, UNKNOWN)
        x = self.dropout(self.embed(tokens))  # (B, T) -> (B, T, D)
        return self.recurrent(x, lengths) if self.bidirectional else self.recurrent(x)[0]

    def forward(self, tokens: Int[Tensor, "B T"], lengths: Int[Tensor, " B"]) -> Float[Tensor, " B"]:
        """The log-odds that each sequence is positive."""
        h = self.states(tokens, lengths)
        z = read_out(h, mask_of(lengths, tokens.shape[1]), self.readout)  # (B, T, F) -> (B, F)
        return self.score(self.dropout(z)).squeeze(-1)  # (B, 1) -> (B)


# --8<-- [end:classifier]


def initialise(model: Classifier) -> None:
    """Small embeddings, orthogonal recurrent weights, forget bias 1 (see the chapter on the LSTM)."""
    nn.init.normal_(model.embed.weight, std=0.1)
    with torch.no_grad():
        model.embed.weight[PAD] = 0
    for module in model.modules():
        if isinstance(module, LSTM):
            _initialise(module.cell.U, [module.cell.b])
        elif isinstance(module, TorchLSTM):
            _initialise(module.lstm.weight_hh_l0, [module.lstm.bias_ih_l0, module.lstm.bias_hh_l0])


def _initialise(U: Tensor, biases: list[Tensor]) -> None:
    hidden = U.shape[1]
    with torch.no_grad():
        for block in U.split(hidden):  # one square block a gate
            nn.init.orthogonal_(block)
        for bias in biases:
            bias.zero_()
        biases[0][hidden : 2 * hidden] = 1.0
