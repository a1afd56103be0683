"""The classifier of the project: its configuration, and its way to a file and back."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from unrolled.data.vocabulary import Vocabulary
from unrolled.models.classifier import Classifier
from unrolled.projects import model_file
from unrolled.projects.errors import ProjectError

PROJECT = "sentiment"


@dataclass(frozen=True)
class Size:
    """The size of a model, and how many tokens of a text it reads at most."""

    kind: str = "lstm"
    embedding: int = 64
    hidden: int = 64
    bidirectional: bool = False
    limit: int = 400


class Trained(NamedTuple):
    """A model that can be used, and the temperature by which its log-odds are divided."""

    vocabulary: Vocabulary
    model: Classifier
    limit: int
    temperature: float
    about: dict[str, Any]


def build(size: Size, vocabulary: int, dropout: float = 0.0, word_dropout: float = 0.0) -> Classifier:
    """A model with new weights, from the current random state."""
    return Classifier(
        vocabulary, size.embedding, size.hidden, kind=size.kind, bidirectional=size.bidirectional, dropout=dropout,
        word_dropout=word_dropout, backend="torch",
    )  # fmt: skip


def write(path: Path, size: Size, trained: Trained, run: dict[str, Any], half: bool) -> None:
    """Keep a trained model. Raises: ProjectError, if the file cannot be written."""
    about = {
        "configuration": asdict(size), "vocabulary": list(trained.vocabulary.words),
        "temperature": trained.temperature, "run": run,
    }  # fmt: skip
    model_file.write(path, PROJECT, trained.model.state_dict(), about, half)


def read(path: Path | None) -> Trained:
    """A trained model from its file, by default the one that comes with the book.

    Raises:
        ProjectError: the file is missing, damaged, or of another project.
    """
    path = path or model_file.kept_weights(PROJECT)
    kept = model_file.read(path, PROJECT)
    size = model_file.configuration(Size, path, kept.about)
    temperature = kept.about.get("temperature")
    if not isinstance(temperature, float) or not 0 < temperature < 1000:
        raise ProjectError(f"{path} is damaged: {temperature!r} is no temperature")
    try:
        vocabulary = Vocabulary(model_file.words_of(path, kept.about))
        if size.limit < 4:
            raise ValueError(f"it reads {size.limit} tokens, and at least 4 are needed")
        model = build(size, len(vocabulary))
    except (ValueError, ZeroDivisionError, RuntimeError) as error:
        raise ProjectError(f"{path} is damaged: {error}") from error
    model_file.fill(model, path, kept.tensors)
    return Trained(vocabulary, model, size.limit, temperature, kept.about)
