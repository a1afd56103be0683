"""Text to indices for a character model: what it knows, what it does not, and which part is for training."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import torch
from jaxtyping import Int
from torch import Tensor

from unrolled.data import kjv
from unrolled.data.vocabulary import SPECIAL, UNKNOWN, Vocabulary
from unrolled.projects.errors import ProjectError
from unrolled.projects.text_in import read_text

SHORTEST = 500  # characters: below that there is nothing to learn from
BIBLE = "King James Bible"


class Known(NamedTuple):
    """The characters of a text that a model knows, in order, and how many it does not know."""

    ids: Int[Tensor, " N"]
    unknown: int


def known(text: str, vocabulary: Vocabulary) -> Known:
    """Indices of the known characters. The others are left out, and counted."""
    ids = torch.tensor([vocabulary.index.get(character, UNKNOWN) for character in text], dtype=torch.long)
    kept = ids[ids >= len(SPECIAL)]
    return Known(kept, len(ids) - len(kept))


@dataclass(frozen=True)
class Texts:
    """What to train on and what to test on, and where both come from."""

    train: str
    valid: str
    source: dict[str, str | int]


def texts_of(path: Path | None, valid: Path | None) -> Texts:
    """The texts of a training: a file and the last tenth of it, two files, or the packaged Bible if there is none.

    Raises:
        ProjectError: a file cannot be read, or is too short.
    """
    if path is None:
        if valid is not None:
            raise ProjectError("--valid needs a text to train on: the Bible brings its own")
        return _texts(bible("train"), bible("valid"), BIBLE)
    text = read_text(path)
    cut = len(text) - max(len(text) // 10, 100)
    train, held = (text, read_text(valid)) if valid is not None else (text[: max(cut, 0)], text[max(cut, 0) :])
    if len(train) < SHORTEST or len(held) < 2:
        raise ProjectError(f"{path} leaves {len(train):,} characters to train on: at least {SHORTEST} are needed")
    return _texts(train, held, str(path))


def bible(split: str) -> str:
    """The chapters of one split of the King James Bible, a blank line between them."""
    return "\n\n".join(chapter.text for chapter in kjv.load(split))


def _texts(train: str, valid: str, name: str) -> Texts:
    digest = hashlib.sha256((train + "\0" + valid).encode()).hexdigest()
    return Texts(train, valid, {"name": name, "characters": len(train), "held_out": len(valid), "sha256": digest})
