"""From one sequence to another, of another length: an encoder, a bridge, a decoder.

Sutskever, Vinyals & Le (2014), "Sequence to Sequence Learning with Neural Networks", NeurIPS, section 2; Cho and
others (2014), EMNLP, section 2.2; the bridge follows Bahdanau, Cho & Bengio (2015), ICLR, appendix A.2.2, who
read it from the backward direction alone.
"""

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from unrolled.layers.one_step import parts_of
from unrolled.models.decoder import Decoder, DecoderState
from unrolled.models.encoder import Encoder, Memory, check_tokens


# --8<-- [start:seq2seq]
class Seq2Seq(nn.Module):
    """Reads a source in both directions, then writes a target token by token.

    Args:
        source_vocabulary: tokens of the source.
        target_vocabulary: V, tokens of the target.
        embedding: D, size of a token's vector, on both sides.
        hidden: H of the decoder, and of each direction of the encoder unless `encoder_hidden` is given.
        kind: "rnn", "lstm" or "gru".
        attention: "additive", "dot", "general", "concat", or None.
        input_feeding: with attention, each step also reads the attentional state of the step before.
        encoder_hidden: of each direction. If it is not given: H, or H/2 with "dot", so that F = H.
        dropout: share of entries set to zero in training.
        tie: the read-out uses the table of the target's embedding; needs D = H.
        backend: "book" or "torch".
    Raises:
        ValueError: an unknown name, or sizes that do not fit.
    """

    def __init__(
        self, source_vocabulary: int, target_vocabulary: int, embedding: int, hidden: int, kind: str = "gru",
        attention: str | None = "additive", *, input_feeding: bool = True, encoder_hidden: int | None = None,
        dropout: float = 0.0, tie: bool = False, backend: str = "torch",
    ) -> None:  # fmt: skip
        super().__init__()
        each = encoder_hidden or (hidden // 2 if attention == "dot" else hidden)
        self.encoder = Encoder(source_vocabulary, embedding, each, kind, dropout, backend)
        self.decoder = Decoder(
            target_vocabulary, embedding, hidden, 2 * each, kind, attention, input_feeding, dropout, tie, backend
        )
        self.bridge = nn.Linear(2 * each, hidden * parts_of(self.decoder.layer))

    def encode(self, source: Int[Tensor, "B S"], lengths: Int[Tensor, " B"]) -> Memory:
        """Read a batch of sources, padded on the right.

        Raises:
            ValueError: shapes, lengths or tokens that do not fit.
        """
        return self.encoder(source, lengths)

    def begin(self, memory: Memory) -> DecoderState:
        """The state before the first step: made from where the two directions of the encoder stopped."""
        # (encoder-decoder.3) the bridge; an LSTM gets a cell state from it too
        h, c = (*torch.tanh(self.bridge(memory.ends)).chunk(parts_of(self.decoder.layer), dim=-1), None)[:2]
        attention = self.decoder.attention
        if attention is None:  # then the bridge is all that the decoder ever sees of the source
            return DecoderState(h, c, None, None, None, None, None)
        fed = torch.zeros_like(h) if self.decoder.feeds else None
        weights = torch.zeros_like(memory.mask, dtype=h.dtype)
        return DecoderState(h, c, fed, attention.keys(memory.states), memory.states, memory.mask, weights)

    def forward(
        self, source: Int[Tensor, "B S"], lengths: Int[Tensor, " B"], target_in: Int[Tensor, "B T"]
    ) -> Float[Tensor, "B T V"]:
        """Logits of each next token when the tokens before it are given: teacher forcing.

        Raises:
            ValueError: shapes, lengths or tokens that do not fit.
        """
        memory = self.encode(source, lengths)
        check_tokens("target_in", target_in, self.decoder.embed.num_embeddings)
        if len(source) != len(target_in):
            raise ValueError(f"source {tuple(source.shape)} and target_in {tuple(target_in.shape)} differ in B")
        return self.decoder(target_in, self.begin(memory))

    def start(self, source: Int[Tensor, "B S"], lengths: Int[Tensor, " B"]) -> DecoderState:
        """Read the sources; the state from which `step` goes on. Its first token is the mark of a beginning."""
        return self.begin(self.encode(source, lengths))

    def step(self, tokens: Int[Tensor, " N"], state: DecoderState) -> tuple[Float[Tensor, "N V"], DecoderState]:
        """Logits of the token after each of these, and the state from which to go on."""
        return self.decoder.step(tokens, state)


# --8<-- [end:seq2seq]
