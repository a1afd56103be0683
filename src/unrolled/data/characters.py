"""Lines of text as characters: what a character model reads, and what it should say next."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from jaxtyping import Int
from torch import Tensor

from unrolled.data.batching import buckets, collate
from unrolled.data.vocabulary import Vocabulary

END = "\n"  # stands before the first character, and is what follows the last


# --8<-- [start:lines]
class Lines(NamedTuple):
    """A padded batch of lines. `targets` is `inputs` one step later: at each step, the next character."""

    inputs: Int[Tensor, "B T"]
    targets: Int[Tensor, "B T"]
    lengths: Int[Tensor, " B"]


def lines_of(rows: Sequence[Sequence[int]]) -> Lines:
    """One batch from encoded lines, each with an END before and after it."""
    padded = collate(rows, [0] * len(rows))
    return Lines(padded.tokens[:, :-1], padded.tokens[:, 1:], padded.lengths - 1)


# --8<-- [end:lines]


class CharacterData:
    """Texts as indices of characters, by split. The characters known are those of the training split.

    Args:
        texts: lines of text by split; one split is "train".
        vocabulary: V, the number of characters to know, padding and the unknown one counted in.
    """

    def __init__(self, texts: dict[str, list[str]], vocabulary: int) -> None:
        framed = {split: [list(END + line + END) for line in lines] for split, lines in texts.items()}
        self.vocabulary = Vocabulary.build(framed["train"], vocabulary)
        self.rows = {split: [self.vocabulary.encode(line) for line in lines] for split, lines in framed.items()}

    def batches(self, split: str, budget: int, shuffle: torch.Generator | None = None) -> list[Lines]:
        """Batches of lines of like length, at most `budget` characters each."""
        rows = self.rows[split]
        return [lines_of([rows[i] for i in group]) for group in buckets([len(row) for row in rows], budget, shuffle)]
