"""Training the chatbot: word pieces, batches, the loss, the looks at conversations that are held out."""

from collections import Counter
from dataclasses import asdict, dataclass, field

import torch
from torch import nn

from unrolled.data.pairs import PairBatch
from unrolled.data.specials import SPECIALS
from unrolled.data.subwords import Subwords
from unrolled.projects.chatbot.dialogues import Dialogues, Exchange
from unrolled.projects.chatbot.model import Size, Trained, build
from unrolled.projects.chatbot.text import TURN_END, History
from unrolled.projects.errors import ProjectError
from unrolled.projects.plan import Plan, Work
from unrolled.training import FitConfig
from unrolled.translation_task import PairData, TeacherForced, teacher_forced

LOOKS = 10
LOOK = 800  # held-out exchanges that are read at each look
COMMONEST = 100  # replies that count as generic


# --8<-- [start:settings]
@dataclass(frozen=True)
class Settings:
    """How to train. No side of a batch holds more than `budget` pieces.

    Args:
        pieces: size of the vocabulary.
        threads: of the processor. Sums are taken in another order with more, so the last digits differ.
    """

    size: Size = field(default_factory=Size)
    pieces: int = 2_000
    dropout: float = 0.1
    budget: int = 4_000
    threads: int = 1
    fit: FitConfig = field(default_factory=lambda: FitConfig(learning_rate=3e-3, weight_decay=0.01, warmup=60))


# --8<-- [end:settings]


@dataclass(frozen=True)
class Training:
    """Everything a training needs, ready to be planned."""

    work: Work
    trained: Trained
    identity: dict
    an_epoch: int
    left_out: int  # exchanges whose reply is longer than what is learned


# --8<-- [start:prepare]
def prepare(dialogues: Dialogues, settings: Settings) -> Training:
    """Word pieces, batches and a new model, its weights drawn with the seed of the settings.

    Raises:
        ProjectError: too little to learn from, or too many characters for the vocabulary.
    """
    torch.set_num_threads(settings.threads)
    torch.set_flush_denormal(True)  # numbers too small to matter are slow on many processors
    subwords = subwords_of(dialogues, settings.pieces)
    data = pairs_of(dialogues.splits, subwords, settings.size)
    left_out = keep_short(data, settings.size.writes)
    torch.manual_seed(settings.fit.seed)
    model = build(settings.size, len(subwords), settings.dropout)

    def batches(epoch: int) -> list[PairBatch]:
        shuffle = torch.Generator().manual_seed(settings.fit.seed * 1000 + epoch)
        return [batch for _, batch in data.batches("train", settings.budget, shuffle)]

    def look(model: nn.Module) -> dict[str, float]:
        return {"loss": teacher_forced(model, data, "look", settings.budget).nll}

    trained = Trained(subwords, model, settings.size, commonest(dialogues.splits["train"]), {})
    settings_now = {key: entry for key, entry in asdict(settings).items() if key != "fit"}
    identity = {"dialogues": dialogues.source["sha256"], "settings": settings_now}
    an_epoch = len(data.batches("train", settings.budget))
    return Training(Work(model, batches, TeacherForced(), look), trained, identity, an_epoch, left_out)


# --8<-- [end:prepare]


def pairs_of(splits: dict[str, list[Exchange]], subwords: Subwords, size: Size) -> PairData:
    """Exchanges as numbers, to train with: one vocabulary for both sides."""
    rows = {"train": splits["train"], "look": splits["valid"][:: max(1, len(splits["valid"]) // LOOK)][:LOOK]}
    return PairData(rows, History(subwords, size.reads), subwords)


def keep_short(data: PairData, longest: int) -> int:
    """Leave out what is longer than the model learns to write, and say how many replies that were.

    Raises:
        ProjectError: none is short enough.
    """
    kept = [i for i, reply in enumerate(data.targets["train"]) if len(reply) < longest]
    count = len(data.targets["train"])
    if not kept:
        raise ProjectError(f"none of {count:,} replies is shorter than {longest} pieces: nothing to learn from")
    for part in (data.sources, data.targets, data.references):
        part["train"] = [part["train"][i] for i in kept]
    return count - len(kept)


def subwords_of(dialogues: Dialogues, size: int) -> Subwords:
    """The word pieces of the training conversations; fewer than asked for, if there is little text.

    Raises:
        ProjectError: too many characters for that size, or too little text.
    """
    texts = [turn for row in dialogues.splits["train"] for turn in (*row.before.split(TURN_END)[-1:], row.reply)]
    characters = len(set("".join(texts)))
    least = characters + len(SPECIALS) + 2
    if size < least:
        raise ProjectError(
            f"{dialogues.source['name']} has {characters:,} different characters: "
            f"a vocabulary of {size:,} has no room for them, set --vocabulary to {least:,} or more"
        )
    while True:
        try:
            return Subwords.train(texts, size)
        except ValueError as error:
            if size == least:
                raise ProjectError(f"{dialogues.source['name']} holds too little text to learn from") from error
            size = max(least, size * 3 // 4)


def commonest(rows: list[Exchange]) -> tuple[str, ...]:
    """The replies that were given most often, the commonest first; those of equal number in order of the alphabet."""
    counts = Counter(row.reply for row in rows)
    return tuple(sorted(counts, key=lambda reply: (-counts[reply], reply))[:COMMONEST])


def plan_of(settings: Settings, training: Training, steps: int) -> Plan:
    """The plan of a training of so many steps."""
    return Plan(steps, max(1, steps // LOOKS), settings.fit, training.identity)
