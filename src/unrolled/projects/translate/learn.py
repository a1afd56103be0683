"""Training a translator of pairs of lines: the vocabulary, the batches, the loss, the looks at held-out lines."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

import torch
from torch import nn

from unrolled.data.subwords import Subwords
from unrolled.projects.errors import ProjectError
from unrolled.projects.plan import Plan, Work
from unrolled.projects.translate.model import Size, Trained, build
from unrolled.projects.translate.rows import Pairs
from unrolled.training import FitConfig
from unrolled.translation_score import bleu
from unrolled.translation_task import PairData, Search, TeacherForced, teacher_forced, translate

LOOKS = 8
LOOK = 500  # held-out pairs at each look
WRITTEN = 300  # and how many of them are translated
SHORTEST = 10  # bytes: SentencePiece asks for one line of that length at least


# --8<-- [start:settings]
@dataclass(frozen=True)
class Settings:
    """How to train. A batch holds at most `budget` pieces on each side.

    Args:
        pieces: entries of the vocabulary that both languages share.
        smoothing: share of each answer's weight that is spread over the vocabulary.
        threads: of the processor. Sums are taken in another order with more, so the last digits differ.
    """

    size: Size = field(default_factory=Size)
    pieces: int = 2_000
    dropout: float = 0.15
    smoothing: float = 0.1
    budget: int = 1_500
    threads: int = 1
    fit: FitConfig = field(default_factory=lambda: FitConfig(learning_rate=3e-3, weight_decay=0.01, warmup=200))


QUICK = Settings(
    size=Size(hidden=64), pieces=300, dropout=0.0, budget=400,
    fit=FitConfig(learning_rate=5e-3, weight_decay=0.01, warmup=50),
)  # fmt: skip
QUICK_PAIRS = 8_000
# --8<-- [end:settings]


@dataclass(frozen=True)
class Training:
    """Everything a training needs, ready to be planned."""

    work: Work
    data: PairData
    identity: dict
    an_epoch: int
    too_long: int  # pairs that are not trained on


def prepare(pairs: Pairs, settings: Settings) -> Training:
    """Vocabulary, batches and a new model, its weights drawn with the seed of the settings.

    Raises:
        ProjectError: no vocabulary of that size can be made, or all pairs are too long.
    """
    torch.set_num_threads(settings.threads)
    torch.set_flush_denormal(True)  # numbers too small to matter are slow on many processors
    vocabulary = vocabulary_of((line for pair in pairs.splits["train"] for line in pair), settings.pieces)
    data, too_long = _data(pairs, vocabulary, settings.size.limit)
    torch.manual_seed(settings.fit.seed)
    model = build(settings.size, len(vocabulary), settings.dropout)

    def batches(epoch: int) -> list:
        shuffle = torch.Generator().manual_seed(settings.fit.seed * 1000 + epoch)
        return [batch for _, batch in data.batches("train", settings.budget, shuffle)]

    longest = max(len(target) for target in data.targets["written"])
    search = Search(max_length=longest + 10)

    def look(model: nn.Module) -> dict[str, float]:
        written = translate(model, data, "written", settings.budget, search)
        score = bleu(written, data.references["written"]).value
        return {"loss": teacher_forced(model, data, "look", settings.budget).nll, "bleu": score}

    now = {key: entry for key, entry in asdict(settings).items() if key != "fit"}
    work = Work(model, batches, TeacherForced(settings.smoothing), look)
    return Training(work, data, {"pairs": pairs.source["sha256"], "settings": now}, len(batches(0)), too_long)


# --8<-- [start:vocabulary]
def vocabulary_of(lines: Iterable[str], pieces: int) -> Subwords:
    """One vocabulary for both languages. Where the lines have not so many pieces in them, it is smaller.

    Raises:
        ProjectError: there are more single characters than that.
    """
    kept = list(lines)
    if max(len(line.encode()) for line in kept) < SHORTEST:
        kept = [" ".join(kept)]  # the same words: pieces do not cross a space
    try:
        return Subwords.train(kept, pieces)
    except ValueError as error:
        most = re.search(r"value <= (\d+)", str(error))
        if most is None or int(most[1]) >= pieces:
            characters = len(set("".join(kept)))
            raise ProjectError(
                f"{pieces:,} pieces cannot hold the {characters:,} different characters of the lines: raise --pieces"
            ) from error
        return Subwords.train(kept, int(most[1]))


# --8<-- [end:vocabulary]


def _data(pairs: Pairs, vocabulary: Subwords, limit: int) -> tuple[PairData, int]:
    """Pairs as pieces, without those that are too long, and how many of those there are in the training split."""

    def short(rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return [row for row in rows if max(len(vocabulary.encode(line)) for line in row) <= limit]

    train, held = short(pairs.splits["train"]), short(pairs.splits["valid"])
    if not train or not held:
        raise ProjectError(f"no pair with at most {limit} pieces on each side is left: raise --longest")
    rows = {"train": train, "look": held[:LOOK], "written": held[:WRITTEN]}
    return PairData(rows, vocabulary, vocabulary), len(pairs.splits["train"]) - len(train)


def finished(training: Training, settings: Settings) -> Trained:
    """The trained model, ready for use."""
    return Trained(training.data.reader, training.work.model.eval(), settings.size, {})


def plan_of(settings: Settings, training: Training, steps: int) -> Plan:
    """The plan of a training of so many steps."""
    return Plan(steps, max(1, steps // LOOKS), settings.fit, training.identity)


def fewer(pairs: Pairs, most: int) -> Pairs:
    """The same, with so many pairs to train on at most."""
    train = pairs.splits["train"][:most]
    return Pairs({**pairs.splits, "train": train}, {**pairs.source, "train": len(train)})
