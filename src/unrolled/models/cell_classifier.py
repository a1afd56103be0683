"""A sequence classifier whose cell and whose dropout are chosen from outside."""

from collections.abc import Callable

from jaxtyping import Float, Int
from torch import Tensor, nn

from unrolled.cells.cell import Cell
from unrolled.cells.noise import check_rate
from unrolled.data.vocabulary import PAD
from unrolled.layers.masks import mask_of
from unrolled.layers.recurrent import Recurrent
from unrolled.models.classifier import Readout, read_out
from unrolled.models.words import drop_words, small_


# --8<-- [start:model]
class CellClassifier(nn.Module):
    """Words -> embeddings -> any cell over time -> one vector -> one logit.

    Args:
        vocabulary: V, number of known words.
        cell: what runs over time; its `input_size` is the size of a word's vector.
        dropout: makes what stands on the embeddings and on the outputs, such as `lambda: LockedDropout(0.5)`.
        word_dropout: share of words replaced by "unknown" in training.
        readout: which vector stands for a sequence.
    Raises:
        ValueError: `word_dropout` is not at least 0 and below 1.
    """

    def __init__(
        self, vocabulary: int, cell: Cell, dropout: Callable[[], nn.Module] = nn.Identity,
        word_dropout: float | int = 0.0, readout: Readout = "last",
    ) -> None:  # fmt: skip
        super().__init__()
        self.embed = nn.Embedding(vocabulary, cell.input_size, padding_idx=PAD)
        small_(self.embed)
        self.recurrent = Recurrent(cell)
        self.drop_in, self.drop_out = dropout(), dropout()
        self.word_dropout, self.readout = check_rate(word_dropout, "word_dropout"), readout
        self.score = nn.Linear(cell.hidden_size, 1)

    def forward(self, tokens: Int[Tensor, "B T"], lengths: Int[Tensor, " B"]) -> Float[Tensor, " B"]:
        """The log-odds that each sequence is positive."""
        if self.training and self.word_dropout > 0:
            tokens = drop_words(tokens, self.word_dropout)
        h, _ = self.recurrent(self.drop_in(self.embed(tokens)))  # (B, T) -> (B, T, D) -> (B, T, H)
        z = read_out(self.drop_out(h), mask_of(lengths, tokens.shape[1]), self.readout)  # (B, T, H) -> (B, H)
        return self.score(z).squeeze(-1)  # (B, 1) -> (B)


# --8<-- [end:model]
