"""The translation model of the project: its configuration, and its way to a file and back."""

from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from torch import Tensor

from unrolled.data.errors import DataError
from unrolled.data.subwords import Subwords
from unrolled.models.seq2seq import Seq2Seq
from unrolled.projects import model_file
from unrolled.projects.errors import ProjectError

PROJECT = "translate"
ATTENTIONS = ("none", "additive", "dot", "general", "concat")
TABLE = "decoder.embed.weight"
COPIES = ("encoder.embed.weight", "decoder.read.weight")  # the same numbers under other names: kept once


@dataclass(frozen=True)
class Size:
    """The size of a model: how it attends, H numbers of memory and of an embedding, pieces of a line read at once."""

    attention: str = "additive"
    hidden: int = 144
    limit: int = 60


class Trained(NamedTuple):
    """A model that can be used: its word pieces, its network, its size, and what its file says about it."""

    vocabulary: Subwords
    model: Seq2Seq
    size: Size
    about: dict[str, Any]


# --8<-- [start:build]
def build(size: Size, vocabulary: int, dropout: float = 0.0) -> Seq2Seq:
    """A model with new weights, from the current random state. One table embeds both sides, and scores the answers.

    Raises:
        ValueError: no such attention, or sizes that do not fit it.
    """
    kind = None if size.attention == "none" else size.attention
    model = Seq2Seq(vocabulary, vocabulary, size.hidden, size.hidden, "gru", kind, dropout=dropout, tie=True)
    # (machine-translation.1) two tables fewer than with one for each use
    model.encoder.embed = model.decoder.embed
    return model


# --8<-- [end:build]


# --8<-- [start:file]
def write(path: Path, trained: Trained, run: dict[str, Any], half: bool) -> None:
    """Keep a trained model: the shared table once, and the vocabulary with it.

    Raises:
        ProjectError: the file cannot be written.
    """
    pieces = b64encode(trained.vocabulary.to_bytes()).decode("ascii")
    about = {"configuration": asdict(trained.size), "vocabulary": pieces, "run": run}
    tensors = {name: value for name, value in trained.model.state_dict().items() if name not in COPIES}
    model_file.write(path, PROJECT, tensors, about, half)


def read(path: Path | None) -> Trained:
    """A trained model from its file, by default the one that comes with the book.

    Raises:
        ProjectError: the file is missing, damaged, or of another project.
    """
    path = path or model_file.kept_weights(PROJECT)
    kept = model_file.read(path, PROJECT)
    size = model_file.configuration(Size, path, kept.about)
    try:
        vocabulary = Subwords.from_bytes(b64decode(kept.about["vocabulary"], validate=True))
        model = build(size, _checked(vocabulary, size, kept.tensors))
    except (LookupError, TypeError, ValueError, ZeroDivisionError, RuntimeError, DataError) as error:
        raise ProjectError(f"{path} is damaged: {error}") from error
    model_file.fill(model, path, kept.tensors | dict.fromkeys(COPIES, kept.tensors[TABLE]))
    return Trained(vocabulary, model, size, kept.about)


# --8<-- [end:file]


def _checked(vocabulary: Subwords, size: Size, tensors: dict[str, Tensor]) -> int:
    """Pieces of the vocabulary. Raises: ValueError, if table and vocabulary are not of one model."""
    if size.limit < 1 or TABLE not in tensors or tensors[TABLE].shape != (len(vocabulary), size.hidden):
        raise ValueError("table, vocabulary and configuration do not fit each other")
    return len(vocabulary)
