"""The character model of the project: its configuration, and its way to a file and back."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from unrolled.data.vocabulary import Vocabulary
from unrolled.models.character_model import CharacterModel
from unrolled.projects import model_file
from unrolled.projects.errors import ProjectError

PROJECT = "charlm"


@dataclass(frozen=True)
class Size:
    """The size of a model: D numbers for a character, H numbers of memory, and the kind of its layer."""

    kind: str = "gru"
    embedding: int = 32
    hidden: int = 256


class Trained(NamedTuple):
    """A model that can be used: its characters, its network, and what its file says about it."""

    vocabulary: Vocabulary
    model: CharacterModel
    about: dict[str, Any]


def build(size: Size, vocabulary: int) -> CharacterModel:
    """A model with new weights, from the current random state."""
    return CharacterModel(vocabulary, size.embedding, size.hidden, size.kind, "torch")


def write(
    path: Path, size: Size, vocabulary: Vocabulary, model: CharacterModel, run: dict[str, Any], half: bool
) -> None:
    """Keep a trained model. Raises: ProjectError, if the file cannot be written."""
    about = {"configuration": asdict(size), "vocabulary": list(vocabulary.words), "run": run}
    model_file.write(path, PROJECT, model.state_dict(), about, half)


def read(path: Path | None) -> Trained:
    """A trained model from its file, by default the one that comes with the book.

    Raises:
        ProjectError: the file is missing, damaged, or of another project.
    """
    path = path or model_file.kept_weights(PROJECT)
    kept = model_file.read(path, PROJECT)
    size = model_file.configuration(Size, path, kept.about)
    try:
        vocabulary = Vocabulary(model_file.words_of(path, kept.about))
        model = build(size, len(vocabulary))
    except (ValueError, ZeroDivisionError, RuntimeError) as error:
        raise ProjectError(f"{path} is damaged: {error}") from error
    model_file.fill(model, path, kept.tensors)
    return Trained(vocabulary, model, kept.about)
