"""Where a model looked for each word that it wrote."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor

from unrolled.data.specials import BOS, EOS
from unrolled.free_run import weights_of_steps
from unrolled.projects.errors import ProjectError
from unrolled.projects.translate.model import Trained
from unrolled.projects.translate.rows import clean
from unrolled.projects.translate.writing import parts_of, readable


class Alignment(NamedTuple):
    """What was read, what was written (greedily), and how much weight each written token gave to each that was read.

    Of a line that is too long, the first part is read, and `left` pieces are not.
    """

    source: list[str]
    written: list[str]
    weights: Float[Tensor, "T S"]
    left: int = 0


@torch.inference_mode()
def align(trained: Trained, line: str) -> Alignment:
    """Translate a line, or the first part of a long one, piece by piece.

    Raises:
        ProjectError: the model has no attention, or knows no piece of the line.
    """
    if trained.model.decoder.attention is None:
        raise ProjectError("this model has no attention: there are no weights to show")
    vocabulary, limit = trained.vocabulary, trained.size.limit
    ids = vocabulary.encode(clean(line))
    if not readable(ids, vocabulary):
        raise ProjectError("the line holds nothing that this model knows")
    first = parts_of(ids, vocabulary.pieces, limit)[0]
    trained.model.eval()
    written, weights = weights_of_steps(trained.model, torch.tensor([first]), BOS, EOS, most=2 * limit)
    ours, theirs = ([vocabulary.pieces[i] for i in side] for side in (first, written))
    return Alignment(ours, theirs, weights, len(ids) - len(first))


# --8<-- [start:words]
def words_of(pieces: Sequence[str]) -> list[list[int]]:
    """Places of the pieces of each word: one begins with ▁, and the mark of the end is a word of its own."""
    words: list[list[int]] = []
    for place, piece in enumerate(pieces):
        if not words or piece.startswith("▁") or piece == "</s>":
            words.append([])
        words[-1].append(place)
    return words


def by_words(found: Alignment) -> Alignment:
    """The same for whole words."""
    ours, theirs = words_of(found.source), words_of(found.written)
    # (machine-translation.2) a sum over the pieces that were read, a mean over those that were written
    columns = torch.stack([found.weights[:, places].sum(dim=1) for places in ours], dim=1)
    weights = torch.stack([columns[places].mean(dim=0) for places in theirs])
    return Alignment(_joined(found.source, ours), _joined(found.written, theirs), weights, found.left)


# --8<-- [end:words]


def table(found: Alignment, top: int) -> Iterator[str]:
    """A line for each token that was written: it, and what it looked at most, with the weights."""
    width = max(len(word) for word in found.written)
    for word, row in zip(found.written, found.weights, strict=True):
        best = row.topk(min(top, len(row)))
        pairs = zip(best.indices.tolist(), best.values.tolist(), strict=True)
        yield f"{word:<{width}}  {'  '.join(f'{found.source[i]} {weight:.2f}' for i, weight in pairs)}"


def _joined(pieces: Sequence[str], words: list[list[int]]) -> list[str]:
    return ["".join(pieces[i] for i in places).removeprefix("▁") for places in words]
