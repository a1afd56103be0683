"""Translating lines as they come: empty ones, very long ones, and ones in a script that the model has never seen."""

from collections.abc import Sequence
from typing import NamedTuple

import torch

from unrolled.data.batching import buckets
from unrolled.data.pairs import collate_pairs
from unrolled.data.specials import UNKNOWN
from unrolled.data.subwords import Subwords
from unrolled.projects.translate.model import Trained
from unrolled.projects.translate.rows import clean
from unrolled.translation_task import Search

BUDGET = 3_000  # pieces of a batch


class Written(NamedTuple):
    """A translation, in how many parts the line was read, and how many of its pieces are unknown."""

    text: str
    pieces: int
    parts: int
    unknown: int

    @property
    def note(self) -> str:
        """What a reader should know about the answer, or nothing."""
        if self.pieces and not self.parts:
            return "no piece of this line is known, so nothing is written"
        cut = [f"{self.pieces:,} pieces: translated in {self.parts:,} parts"] if self.parts > 1 else []
        strange = [f"{self.unknown:,} of {self.pieces:,} pieces are unknown"] if self.unknown else []
        return "; ".join(cut + strange)


# --8<-- [start:parts]
def parts_of(ids: Sequence[int], pieces: Sequence[str], limit: int) -> list[list[int]]:
    """A long line in parts of at most `limit` pieces: after a mark if there is one, else before a word, else anywhere.

    Args:
        ids: the line.
        pieces: how the vocabulary writes each number; a word begins with ▁.
    """
    parts, rest = [], list(ids)
    while len(rest) > limit:
        marks = [i for i in range(1, limit + 1) if pieces[rest[i - 1]][-1] in ".!?"]
        words = [i for i in range(1, limit + 1) if pieces[rest[i]].startswith("▁")]
        end = (marks or words or [limit])[-1]
        parts, rest = [*parts, rest[:end]], rest[end:]
    return [*parts, rest] if rest else parts


# --8<-- [end:parts]


def readable(ids: Sequence[int], vocabulary: Subwords) -> bool:
    """Whether a line has a piece that is known, and more than a space."""
    return any(i != UNKNOWN and vocabulary.pieces[i] != "▁" for i in ids)


# --8<-- [start:lines]
@torch.inference_mode()
def translate_lines(trained: Trained, lines: Sequence[str], width: int = 5, alpha: float | int = 1.0) -> list[Written]:
    """One translation for each line, in their order. An empty line gives an empty one.

    Args:
        width: of the beam; 1 is greedy.
        alpha: its length normalisation.
    """
    vocabulary, limit = trained.vocabulary, trained.size.limit
    rows = [vocabulary.encode(clean(line)) for line in lines]
    cuts = [parts_of(ids, vocabulary.pieces, limit) if readable(ids, vocabulary) else [] for ids in rows]
    flat = [part for cut in cuts for part in cut]
    said = iter(_translated(trained, flat, Search(width, alpha, max_length=2 * limit)))
    texts = [" ".join(next(said) for _ in cut) for cut in cuts]
    return [
        Written(" ".join(text.split()), len(ids), len(cut), ids.count(UNKNOWN))  # one line, whatever is in it
        for text, ids, cut in zip(texts, rows, cuts, strict=True)
    ]


def _translated(trained: Trained, sources: list[list[int]], search: Search) -> list[str]:
    """Lines of like length are translated together, and put back in order."""
    trained.model.eval()
    texts = [""] * len(sources)
    for group in buckets([len(source) for source in sources], BUDGET) if sources else []:
        batch = collate_pairs([sources[i] for i in group], [[] for _ in group])
        found = search(trained.model, batch.source, batch.source_lengths)
        for i, ids in zip(group, found, strict=True):
            texts[i] = trained.vocabulary.decode(ids)
    return texts


# --8<-- [end:lines]
