"""The King James Bible, one character after the other: how well it is predicted, and what a model writes."""

import re
import time
from dataclasses import dataclass, field, replace
from typing import Any

import torch
from jaxtyping import Int
from torch import Tensor

from unrolled.cells.cell import State
from unrolled.data import kjv
from unrolled.forgetful import Forgetful
from unrolled.interpolated_counts import InterpolatedCounts
from unrolled.models.language_model import LanguageModel
from unrolled.perplexity import Tally, token_nll
from unrolled.running_text import RunningText, mean_loss, stream, stream_loss
from unrolled.sampling import generate
from unrolled.time_budget import Budget, spend
from unrolled.truncated import Carried, chunks, tracks

TEMPERATURES = (0.5, 0.8, 1.0, 1.2)


@dataclass(frozen=True)
class TextConfig:
    """The model of the Bible. `train_characters` and `test_characters`: at most so much of the text is used.

    Args:
        written: characters written at each temperature, in `rows` rows.
        anew: probability that a track begins anew from zeros, before each chunk.
    """

    hidden: int = 256
    batch: int = 32
    steps: int = 64
    train_characters: int = 4_000_000
    test_characters: int = 200_000
    order: int = 5
    anew: float = 0.02
    prompt: str = "And it came to pass, "
    rows: int = 32
    written: int = 400
    budget: Budget = field(default_factory=lambda: Budget(seconds=60, learning_rate=5e-3))


def bible(config: TextConfig) -> RunningText:
    """The chapters of each split, an empty line between them."""
    sizes = {"train": config.train_characters, "test": config.test_characters}
    return RunningText(
        {split: "\n\n".join(chapter.text for chapter in kjv.load(split))[:size] for split, size in sizes.items()}
    )


def counted_text(config: TextConfig) -> dict[str, float]:
    """The count baseline on the same text: nats per character, processor time, and how many test words are known."""
    texts, began = bible(config).texts, time.process_time()
    nats = InterpolatedCounts(texts["train"], config.order).mean_nll(texts["test"])
    return {
        "nats": nats,
        "seconds": time.process_time() - began,
        "known": known_share(texts["test"], words_of(texts["train"])),
    }


def one_text(config: TextConfig, seed: int) -> dict[str, Any]:
    """Train on the Bible, measure on its held-out books, and write at each temperature."""
    text = bible(config)
    torch.manual_seed(seed)
    model = LanguageModel(len(text.vocabulary), config.hidden, "gru", backend="torch")
    batches = stream(text.ids["train"], config.batch, config.steps)
    carried = Forgetful(mean_loss, config.anew)
    spent = spend(model, batches, carried, replace(config.budget, seed=seed))
    known, found = words_of(text.texts["train"]), {}
    for temperature in TEMPERATURES:
        prompt = torch.tensor([text.vocabulary.encode(list(config.prompt))] * config.rows)
        generator = torch.Generator().manual_seed(seed)
        rows = generate(model, prompt, config.written, temperature, generator)
        written = ["".join(text.vocabulary.decode(row.tolist())) for row in rows]
        share = known_share(" ".join(row[len(config.prompt) :] for row in written), known)
        found[str(temperature)] = {"known": share, "sample": written[0]}
    return {
        "nats": stream_loss(model, text.ids["test"], batch=config.batch),
        "warm": stream_loss_from(carried.state, model, text.ids["test"]),
        "epochs": spent.tokens / len(text.ids["train"]),
        "processor": spent.processor,
        "written": found,
    }


# --8<-- [start:from]
@torch.no_grad()
def stream_loss_from(state: State, model: LanguageModel, ids: Int[Tensor, " N"], steps: int = 512) -> float:
    """Loss per character of a model that starts from this state of B tracks, and not from zeros."""
    counted, carried, batch = Tally(), Carried(token_nll), len(state[0])
    carried.state = state
    for chunk in chunks(tracks(ids[:-1], batch), tracks(ids[1:], batch), steps):
        counted.add(carried(model, chunk._replace(first=False)), torch.ones_like(chunk.y, dtype=torch.bool))
    return counted.nll


# --8<-- [end:from]


# --8<-- [start:known]
def words_of(text: str) -> set[str]:
    """The different words of a text, in small letters."""
    return set(re.findall(r"[^\W\d_]+", text.lower()))


def known_share(text: str, known: set[str]) -> float:
    """Percentage of the words of a text that are among the known ones."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    return 100 * sum(word in known for word in words) / max(1, len(words))


# --8<-- [end:known]
