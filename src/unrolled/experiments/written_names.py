"""A generator of names: how well it predicts names it has not seen, how many it writes are new, how long they are."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import torch

from unrolled.character_counts import CharacterCounts
from unrolled.character_task import loss_of, tally
from unrolled.data import kjv, names
from unrolled.data.characters import END, CharacterData, Lines
from unrolled.data.vocabulary import UNKNOWN
from unrolled.experiments.written_text import TEMPERATURES
from unrolled.models.language_model import LanguageModel
from unrolled.sampling import generate
from unrolled.time_budget import Budget, spend

LONGEST = 20  # characters: what has no end by then is cut


@dataclass(frozen=True)
class NamesConfig:
    """The generator. `corpus` "names" is downloaded; "bible" takes capitalised words of the packaged text."""

    corpus: str = "names"
    hidden: int = 192
    tokens: int = 2_000
    dropout: float = 0.2
    written: int = 3_000
    budget: Budget = field(default_factory=lambda: Budget(seconds=25, learning_rate=4e-3))


def names_of(corpus: str) -> dict[str, list[str]]:
    """Names by split. Those of the Bible are its words that begin with a capital inside a sentence."""
    if corpus == "names":
        return {split: names.load(split, progress=False) for split in names.NAMES}
    text = " ".join(chapter.text for chapter in kjv.chapters())
    found = sorted({word.lower() for word in re.findall(r"(?<=[a-z] )[A-Z][a-z]{2,}", text)})
    return names.cut(found, {"valid": 100, "test": 200})


def endless(data: CharacterData, tokens: int, seed: int) -> Iterator[Lines]:
    """Shuffled batches of names, again and again."""
    generator = torch.Generator().manual_seed(seed)
    while True:
        yield from data.batches("train", tokens, generator)


def counted_names(config: NamesConfig) -> dict[str, Any]:
    """Counts of pairs and triples: their loss, and names drawn from the triples."""
    texts = names_of(config.corpus)
    data = CharacterData(texts, len(set("".join(texts["train"]))) + 3)
    V, losses = len(data.vocabulary), {}
    for before, name in ((1, "pairs"), (2, "triples")):
        counts = CharacterCounts(data.rows["train"], V, before)
        losses[name] = counts.mean_nll(data.rows["test"])
    return {"losses": losses, "written": judged(drawn_from(counts, data, config.written), texts), "lengths": spread(
        texts["train"])}  # fmt: skip


def drawn_from(counts: CharacterCounts, data: CharacterData, many: int) -> list[str]:
    """Names drawn from counts of triples, seed 0."""
    generator, (end,) = torch.Generator().manual_seed(0), data.vocabulary.encode([END])
    rows, found = {}, []
    for _ in range(many):
        row = [end, end]
        while len(row) < LONGEST + 2:
            context = tuple(row[-2:])
            if context not in rows:
                rows[context] = torch.tensor([counts.probability(context, c) for c in range(len(data.vocabulary))])
                rows[context][: UNKNOWN + 1] = 0  # padding and the unknown character are never written
            row.append(int(torch.multinomial(rows[context], 1, generator=generator)))
            if row[-1] == end:
                break
        found.append("".join(data.vocabulary.decode(row)).strip(END))
    return found


def one_generator(config: NamesConfig, seed: int) -> dict[str, Any]:
    """Train on names, measure on held-out ones, and write at each temperature."""
    texts = names_of(config.corpus)
    data = CharacterData(texts, len(set("".join(texts["train"]))) + 3)
    torch.manual_seed(seed)
    model = LanguageModel(len(data.vocabulary), config.hidden, "gru", config.dropout, backend="torch")
    spend(model, endless(data, config.tokens, seed), loss_of, replace(config.budget, seed=seed))
    found = {}
    for temperature in TEMPERATURES:
        prompt = torch.tensor([data.vocabulary.encode([END])] * config.written)
        rows = generate(model, prompt, LONGEST, temperature, torch.Generator().manual_seed(seed))
        written = ["".join(data.vocabulary.decode(row.tolist()))[1:].split(END)[0] for row in rows]
        found[str(temperature)] = judged(written, texts)
    return {"nats": tally(model, data, "test", 4_000).nll, "written": found}


# --8<-- [start:judged]
def judged(written: list[str], texts: dict[str, list[str]]) -> dict[str, Any]:
    """Of names that were written: how many differ, are new, or are real ones that were held out; and their lengths.

    New means: not among the names trained on.
    """
    known, held = set(texts["train"]), {*texts["valid"], *texts["test"]}
    fresh = [name for name in written if name not in known]
    return {
        "new": 100 * len(fresh) / len(written),
        "held": 100 * sum(name in held for name in fresh) / max(1, len(fresh)),
        "different": 100 * len(set(written)) / len(written),
        "length": sum(map(len, written)) / len(written),
        "lengths": spread(written),
        "sample": fresh[:12],
    }


def spread(written: list[str]) -> list[float]:
    """Percentage of names of each length from 0 to LONGEST; longer ones count as LONGEST."""
    counts = Counter(min(len(name), LONGEST) for name in written)
    return [100 * counts[length] / len(written) for length in range(LONGEST + 1)]


# --8<-- [end:judged]
