"""Training a character model of a text: the batches, the loss, the looks at held-out text."""

from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch
from jaxtyping import Int
from torch import Tensor

from unrolled.data.vocabulary import SPECIAL, Vocabulary
from unrolled.models.character_model import CharacterModel
from unrolled.projects.charlm.model import Size, build
from unrolled.projects.charlm.text import Texts, known
from unrolled.projects.errors import ProjectError
from unrolled.projects.plan import Plan, Work
from unrolled.running_text import mean_loss, stream_loss
from unrolled.training import FitConfig
from unrolled.truncated import Carried, Chunk, chunks, tracks

LOOK = 40_000  # characters of the held-out text that are read at each look
JUDGED = 300_000  # and at the end, with one state from the beginning to the end
LOOKS = 10


# --8<-- [start:settings]
@dataclass(frozen=True)
class Settings:
    """How to train. An update reads `length` characters of each of `tracks` places of the text.

    Args:
        characters: how many to know, the commonest; the rest is left out of the text.
        threads: of the processor. Sums are taken in another order with more, so the last digits differ.
    """

    size: Size = field(default_factory=Size)
    tracks: int = 32
    length: int = 64
    characters: int = 256
    threads: int = 1
    fit: FitConfig = field(default_factory=lambda: FitConfig(learning_rate=3e-3, weight_decay=0.1, warmup=50))


# --8<-- [end:settings]


@dataclass(frozen=True)
class Training:
    """Everything a training needs, ready to be planned."""

    work: Work
    vocabulary: Vocabulary
    identity: dict
    an_epoch: int


def prepare(texts: Texts, settings: Settings) -> Training:
    """Vocabulary, batches and a new model, its weights drawn with the seed of the settings.

    Raises:
        ProjectError: too little of a text is left to learn from.
    """
    torch.set_num_threads(settings.threads)
    vocabulary = Vocabulary.build([list(texts.train)], min(settings.characters, len(set(texts.train))) + len(SPECIAL))
    ids, held = known(texts.train, vocabulary).ids, known(texts.valid, vocabulary).ids
    if len(ids) < 2 or len(held) < 2:
        raise ProjectError("the held-out text and the text to train on have no characters in common")
    torch.manual_seed(settings.fit.seed)
    model = build(settings.size, len(vocabulary))
    parts, carried = pieces(ids, settings), Carried(mean_loss)
    look = held[:LOOK]
    work = Work(
        model, lambda _: parts, carried, lambda model: {"loss": held_out_loss(model, look)}, carried=carried
    )  # fmt: skip
    settings_now = {key: entry for key, entry in asdict(settings).items() if key != "fit"}
    return Training(work, vocabulary, {"text": texts.source["sha256"], "settings": settings_now}, len(parts))


# --8<-- [start:pieces]
def pieces(ids: Int[Tensor, " N"], settings: Settings) -> list[Chunk]:
    """The text as tracks read side by side, in pieces whose state is carried on. A short text has fewer tracks."""
    count = max(1, min(settings.tracks, (len(ids) - 1) // settings.length))
    return chunks(tracks(ids[:-1], count), tracks(ids[1:], count), settings.length)


def held_out_loss(model: CharacterModel, ids: Int[Tensor, " N"]) -> float:
    """Loss in nats per character, in up to eight tracks for speed."""
    return stream_loss(model, ids, batch=max(1, min(8, len(ids) // 1000)))


# --8<-- [end:pieces]


def plan_of(settings: Settings, training: Training, steps: int) -> Plan:
    """The plan of a training of so many steps."""
    return Plan(steps, max(1, steps // LOOKS), settings.fit, training.identity)


def saved_beside(out: Path) -> str:
    """What to tell someone who stopped a training."""
    return f"repeat the command to go on, or delete {out.name}.training to start anew"
