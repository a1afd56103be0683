"""The network of the chatbot: its configuration, and its way to a file and back."""

import base64
import binascii
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from torch import Tensor

from unrolled.data.errors import DataError
from unrolled.data.subwords import Subwords
from unrolled.models.seq2seq import Seq2Seq
from unrolled.projects import model_file
from unrolled.projects.chatbot.text import History
from unrolled.projects.errors import ProjectError

PROJECT = "chatbot"
TABLE, COPIES = "encoder.embed.weight", ("decoder.embed.weight", "decoder.read.weight")


# --8<-- [start:size]
@dataclass(frozen=True)
class Size:
    """The size of a model, how many turns it reads, how many pieces of them, and how many it learns to write."""

    hidden: int = 192
    turns: int = 2
    reads: int = 64
    writes: int = 40


def build(size: Size, vocabulary: int, dropout: float = 0.0) -> Seq2Seq:
    """A model with new weights. One table of vectors serves the reader, the writer and the scores of the next piece."""
    model = Seq2Seq(
        vocabulary, vocabulary, size.hidden, size.hidden, "gru", "dot", input_feeding=False, dropout=dropout, tie=True
    )
    model.encoder.embed = model.decoder.embed
    return model


# --8<-- [end:size]


class Trained(NamedTuple):
    """A model that can be used."""

    subwords: Subwords
    model: Seq2Seq
    size: Size
    commonest: tuple[str, ...]  # replies of the training data, the commonest first
    about: dict[str, Any]

    @property
    def reader(self) -> History:
        """Turns to pieces, as the model reads them."""
        return History(self.subwords, self.size.reads)


def write(path: Path, trained: Trained, run: dict[str, Any], half: bool) -> None:
    """Keep a trained model; the shared table goes into the file once. Raises: ProjectError."""
    tensors = {name: value for name, value in trained.model.state_dict().items() if name not in COPIES}
    about = {
        "configuration": asdict(trained.size), "subwords": base64.b64encode(trained.subwords.to_bytes()).decode(),
        "vocabulary": list(trained.commonest), "run": run,
    }  # fmt: skip
    model_file.write(path, PROJECT, tensors, about, half)


def read(path: Path | None) -> Trained:
    """A trained model from its file, by default the one that comes with the book.

    Raises:
        ProjectError: the file is missing, damaged, or of another project.
    """
    path = path or model_file.kept_weights(PROJECT)
    kept = model_file.read(path, PROJECT)
    size = model_file.configuration(Size, path, kept.about)
    subwords, commonest = pieces_of(path, kept.about), model_file.words_of(path, kept.about)
    try:
        if min(size.turns, size.reads, size.writes) < 1:
            raise ValueError(f"{size} reads or writes nothing")
        model = build(size, len(subwords))
    except (ValueError, ZeroDivisionError, RuntimeError) as error:
        raise ProjectError(f"{path} is damaged: {error}") from error
    model_file.fill(model, path, _whole(kept.tensors))
    return Trained(subwords, model, size, commonest, kept.about)


def pieces_of(path: Path, about: dict[str, Any]) -> Subwords:
    """The word pieces that a file holds. Raises: ProjectError, if they cannot be read."""
    try:
        return Subwords.from_bytes(base64.b64decode(about["subwords"], validate=True))
    except (KeyError, TypeError, binascii.Error, ValueError, DataError) as error:
        raise ProjectError(f"{path} is damaged: its word pieces cannot be read") from error


def _whole(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    """With the shared table under all of its names."""
    return tensors | {name: tensors[TABLE] for name in COPIES if TABLE in tensors}
