"""The half of a sequence-to-sequence model that writes: one token at a time, with attention or without.

Luong, Pham & Manning (2015), "Effective Approaches to Attention-based Neural Machine Translation", EMNLP, equation 5
for how context and state are combined, and section 3.3 for input feeding.
"""

from typing import NamedTuple

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn

from unrolled.attention import make_attention
from unrolled.cells.cell import State
from unrolled.data.vocabulary import PAD
from unrolled.layers.one_step import advance
from unrolled.layers.torch_layers import initialise_gates, make_layer, weights_of
from unrolled.models.encoder import initialise


# --8<-- [start:state]
class DecoderState(NamedTuple):
    """All that the next step needs. The first axis of every tensor counts sequences; what a model lacks is None."""

    h: Float[Tensor, "N H"]
    c: Float[Tensor, "N H"] | None  # only in an LSTM
    fed: Float[Tensor, "N H"] | None  # the attentional state of the last step, for input feeding
    keys: Float[Tensor, "N S A"] | None
    memory: Float[Tensor, "N S F"] | None
    mask: Bool[Tensor, "N S"] | None
    weights: Float[Tensor, "N S"] | None  # attention at the last step; zeros before the first


# --8<-- [end:state]


# --8<-- [start:decoder]
class Decoder(nn.Module):
    """Embeds the token before, takes one step, looks at the source, and scores the next token.

    Args:
        vocabulary: V, tokens of the target.
        embedding: D, size of a token's vector.
        hidden: H.
        features: F, numbers that the encoder puts out at each position.
        kind: "rnn", "lstm" or "gru".
        attention: "additive", "dot", "general", "concat", or None.
        input_feeding: with attention, each step also reads the attentional state of the step before.
        dropout: share of the entries of embeddings and of what is read out set to zero in training.
        tie: the read-out uses the embedding's table; needs D = H.
        backend: "book" or "torch".
    Raises:
        ValueError: an unknown name, `tie` with D other than H, or "dot" with F other than H.
    """

    def __init__(
        self, vocabulary: int, embedding: int, hidden: int, features: int, kind: str, attention: str | None,
        input_feeding: bool = True, dropout: float = 0.0, tie: bool = False, backend: str = "torch",
    ) -> None:  # fmt: skip
        super().__init__()
        self.embed = nn.Embedding(vocabulary, embedding, padding_idx=PAD)
        self.attention = None if attention is None else make_attention(attention, hidden, features, hidden)
        self.feeds = attention is not None and input_feeding
        self.layer = make_layer(kind, embedding + hidden * self.feeds, hidden, backend)
        self.combine = nn.Linear(hidden + features * (attention is not None), hidden, bias=False)
        self.read = nn.Linear(hidden, vocabulary)
        self.dropout = nn.Dropout(dropout)
        initialise(self.embed)
        initialise_gates(self.layer)
        if tie and embedding != hidden:
            raise ValueError(f"tied weights need D = H: embedding is {embedding}, hidden is {hidden}")
        if tie:
            self.read.weight = self.embed.weight

    def forward(self, target_in: Int[Tensor, "B T"], state: DecoderState) -> Float[Tensor, "B T V"]:
        """Logits of the token after each one read, all targets given: teacher forcing."""
        x = self.dropout(self.embed(target_in))  # (B, T) -> (B, T, D)
        if self.feeds:
            seen = self.loop(x, state)
        else:  # nothing that is written flows back but through the state: one call for all steps
            h, _ = self.layer(x, state=recurrent_part(state))
            seen, _ = self.look(h, state)
        return self.read(self.dropout(seen))  # (B, T, H) -> (B, T, V)

    def loop(self, x: Float[Tensor, "B T D"], state: DecoderState) -> Float[Tensor, "B T H"]:
        """Attentional states, where each step reads the one before."""
        W, _, (b, *_) = weights_of(self.layer)
        W_x, W_fed = W.split((x.shape[2], state.h.shape[1]), dim=1)
        recurrent, fed, seen = recurrent_part(state), state.fed, []
        W_fed = W_fed.T
        for projected in nn.functional.linear(x, W_x, b).unbind(1):  # what depends on given tokens alone, at once
            # (attention.8) W [x; fed] is a sum of two products
            recurrent = advance(self.layer, torch.addmm(projected, fed, W_fed), recurrent)
            fed = self.look(recurrent[0][:, None], state)[0][:, 0]
            seen.append(fed)
        return torch.stack(seen, dim=1)

    def look(
        self, h: Float[Tensor, "B T H"], state: DecoderState
    ) -> tuple[Float[Tensor, "B T H"], Float[Tensor, "B T S"] | None]:
        """Attentional states and weights for states of the decoder; without attention, no weights."""
        if self.attention is None:
            return torch.tanh(self.combine(h)), None
        context, weights = self.attention.attend(h, state.keys, state.memory, state.mask)
        # (attention.7)
        return torch.tanh(self.combine(torch.cat([context, h], dim=-1))), weights

    def step(self, tokens: Int[Tensor, " N"], state: DecoderState) -> tuple[Float[Tensor, "N V"], DecoderState]:
        """Logits of the token after each of these, and the state from which to go on."""
        x = self.dropout(self.embed(tokens))  # (N) -> (N, D)
        if self.feeds:
            x = torch.cat([x, state.fed], dim=-1)
        W, _, (b, *_) = weights_of(self.layer)
        # (encoder-decoder.4) one step of the recurrence
        recurrent = advance(self.layer, nn.functional.linear(x, W, b), recurrent_part(state))
        seen, weights = self.look(recurrent[0][:, None], state)
        # (encoder-decoder.5) scores of the next token; a softmax makes them probabilities
        logits = self.read(self.dropout(seen[:, 0]))
        h, c = (*recurrent, None)[:2]
        fed = seen[:, 0] if self.feeds else None
        return logits, state._replace(h=h, c=c, fed=fed, weights=None if weights is None else weights[:, 0])


# --8<-- [end:decoder]


def recurrent_part(state: DecoderState) -> State:
    """The state of the recurrent layer alone."""
    return (state.h,) if state.c is None else (state.h, state.c)
