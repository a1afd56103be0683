"""The half of a sequence-to-sequence model that reads: states of every source position, and one vector for all."""

from typing import NamedTuple

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn

from unrolled.data.vocabulary import PAD
from unrolled.layers.bidirectional import Bidirectional
from unrolled.layers.masks import check_input, mask_of
from unrolled.layers.torch_layers import initialise_gates, make_layer


# --8<-- [start:memory]
class Memory(NamedTuple):
    """What is kept of a batch of sources."""

    states: Float[Tensor, "B S F"]  # of both directions side by side, zero in the padding
    mask: Bool[Tensor, "B S"]  # True at real tokens
    ends: Float[Tensor, "B F"]  # where each direction stopped


# --8<-- [end:memory]


# --8<-- [start:encoder]
class Encoder(nn.Module):
    """Embeds the source and reads it in both directions.

    Args:
        vocabulary: V, tokens of the source.
        embedding: D, size of a token's vector.
        hidden: H of each direction, so F = 2H.
        kind: "rnn", "lstm" or "gru".
        dropout: share of the entries of embeddings and states set to zero in training.
        backend: "book" or "torch".
    """

    def __init__(
        self, vocabulary: int, embedding: int, hidden: int, kind: str, dropout: float = 0.0, backend: str = "torch"
    ) -> None:
        super().__init__()
        self.embed = nn.Embedding(vocabulary, embedding, padding_idx=PAD)
        self.recurrent = Bidirectional(*(make_layer(kind, embedding, hidden, backend) for _ in range(2)))
        self.dropout, self.hidden, self.features = nn.Dropout(dropout), hidden, 2 * hidden
        initialise(self.embed)
        initialise_gates(self.recurrent.ahead)
        initialise_gates(self.recurrent.back)

    def forward(self, source: Int[Tensor, "B S"], lengths: Int[Tensor, " B"]) -> Memory:
        """Read a batch; nothing is packed: masks come after the layers. Raises: ValueError, for what does not fit."""
        check_tokens("source", source, self.embed.num_embeddings)
        x = self.dropout(self.embed(source))  # (B, S) -> (B, S, D)
        check_input(x, x.shape[2], lengths)
        mask = mask_of(lengths, source.shape[1])
        # (encoder-decoder.1) both directions at each position
        states = self.recurrent.outputs(x, lengths)
        # (encoder-decoder.2) ahead has read all at a source's own last position, back at the first
        ahead = states[torch.arange(len(x), device=x.device), lengths - 1, : self.hidden]
        ends = torch.cat([ahead, states[:, 0, self.hidden :]], dim=-1)  # (B, F)
        return Memory(self.dropout(states.masked_fill(~mask[:, :, None], 0.0)), mask, ends)


# --8<-- [end:encoder]


def initialise(embed: nn.Embedding) -> None:
    """Small vectors, and zeros for padding."""
    nn.init.normal_(embed.weight, std=0.1)
    with torch.no_grad():
        embed.weight[PAD] = 0


def check_tokens(name: str, tokens: Tensor, vocabulary: int) -> None:
    """Raises: ValueError, if they are not (B, T) integers from 0 to V - 1, with B and T at least 1."""
    if tokens.dim() != 2 or tokens.numel() == 0 or tokens.is_floating_point():
        raise ValueError(f"{name} is {tokens.dtype} of shape {tuple(tokens.shape)}: expected integers of shape (B, T)")
    least, most = int(tokens.min()), int(tokens.max())
    if least < 0 or most >= vocabulary:
        raise ValueError(f"{name} holds tokens from {least} to {most}: expected 0 to V - 1 = {vocabulary - 1}")
