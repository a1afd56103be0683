"""One small model that writes telegrams out in full, and many ways to decode it."""

import time
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from unrolled.data import telegrams
from unrolled.data.clauses import Words
from unrolled.data.pairs import PairBatch, collate_pairs
from unrolled.decoding import Decoded, Rules, beam, greedy, sample
from unrolled.experiments.pair_fit import Pairs, fit_pairs
from unrolled.models.seq2seq import Seq2Seq
from unrolled.perplexity import token_nll
from unrolled.training import FitConfig
from unrolled.translation_score import bleu, paired_bootstrap


# --8<-- [start:config]
@dataclass(frozen=True)
class TelegramConfig:
    """The task, the model, and how it is decoded. `tested` telegrams are written out."""

    words: int = 500
    dropped: int = 20
    embedding: int = 64
    hidden: int = 128
    budget: int = 1200
    tested: int = 1000
    widths: tuple[int, ...] = (1, 2, 5, 10, 20, 50)
    alphas: tuple[float | int, ...] = (0, 0.6, 1.2)
    rules: Rules = field(default_factory=lambda: Rules(max_length=30))
    fit: FitConfig = field(default_factory=lambda: FitConfig(epochs=10, learning_rate=4e-3, weight_decay=0.0))


SAMPLES: dict[str, dict[str, float | int]] = {
    "t1": {},
    "t05": {"temperature": 0.5},
    "k5": {"k": 5},
    "p09": {"share": 0.9},
}
COMPARED = ("beam5_a06", "greedy")
# --8<-- [end:config]


class Task(NamedTuple):
    """Telegrams of all splits as indices, and the words."""

    rows: dict[str, list[telegrams.Telegram]]
    words: Words
    data: dict[str, Pairs]


def task(config: TelegramConfig, splits: dict[str, int] | None = None, train: int = 1_000_000) -> Task:
    """The data. `splits` and `train` make them smaller."""
    rows = telegrams.load(config.dropped, config.words, splits)
    rows["train"] = rows["train"][:train]
    words = Words([row.target for row in rows["train"]])
    data = {
        split: Pairs([words.encode(row.source) for row in part], [words.encode(row.target) for row in part])
        for split, part in rows.items()
    }
    return Task(rows, words, data)


def trained(config: TelegramConfig, data: Task, seed: int) -> tuple[Seq2Seq, float]:
    """A model in evaluation mode, and the processor time of its training."""
    torch.manual_seed(seed)
    size, began = len(data.words), time.process_time()
    model = Seq2Seq(size, size, config.embedding, config.hidden, encoder_hidden=config.hidden // 2)
    fit_pairs(model, data.data["train"], data.data["valid"], replace(config.fit, seed=seed), config.budget)
    return model.eval(), time.process_time() - began


def tested(config: TelegramConfig, data: Task) -> tuple[PairBatch, list[telegrams.Telegram]]:
    """The telegrams to write out, as one batch and as text."""
    test = data.data["test"]
    batch = collate_pairs(test.sources[: config.tested], test.targets[: config.tested])
    return batch, data.rows["test"][: config.tested]


def all_ways(model: Seq2Seq, batch: PairBatch, config: TelegramConfig, seed: int) -> dict[str, Decoded]:
    """Every telegram decoded greedily, by lot, and with beams."""
    with torch.no_grad():
        state = model.start(batch.source, batch.source_lengths)
    found = {"greedy": greedy(model, state, config.rules)}
    for name, options in SAMPLES.items():
        draw = torch.Generator().manual_seed(seed)
        found[f"sample_{name}"] = sample(model, state, draw, rules=config.rules, **options)
    for width in config.widths:
        for alpha in config.alphas:
            found[name_of(width, alpha)] = beam(model, state, width, alpha, 0, config.rules)
    found["beam5_a06_b02"] = beam(model, state, 5, 0.6, 0.2, config.rules)
    return found


def name_of(width: int, alpha: float | int) -> str:
    """The key of a beam."""
    return f"beam{width}_a{str(alpha).replace('.', '')}"


# --8<-- [start:likelihood]
@torch.no_grad()
def log_likelihood(model: nn.Module, batch: PairBatch, targets: list[list[int]]) -> Tensor:
    """Log-probability of some targets, one for each source of a batch: a teacher-forced pass."""
    forced = collate_pairs([[1]] * len(targets), targets)
    logits = model(batch.source, batch.source_lengths, forced.target_in)
    return -(token_nll(logits, forced.target_out) * forced.mask).sum(1)


# --8<-- [end:likelihood]


def judged(model: Seq2Seq, batch: PairBatch, rows: list, words: Words, found: dict[str, Decoded]) -> dict[str, Any]:
    """Scores of all that was written, and of the references themselves."""
    references = [row.target for row in rows]
    texts = {name: [words.decode(ids) for ids in one.tokens] for name, one in found.items()}
    meant = log_likelihood(model, batch, [words.encode(text) for text in references])
    ways = {}
    for name, one in found.items():
        log_p = log_likelihood(model, batch, one.tokens)
        ways[name] = {
            "bleu": bleu(texts[name], references).value,
            "exact": 100 * sum(a == b for a, b in zip(texts[name], references, strict=True)) / len(rows),
            "log_p": float(log_p.mean()),
            "words": sum(map(len, one.tokens)) / len(rows),
            "missed": 100 * float((meant > log_p + 1e-4).float().mean()),
        }
    first, second = COMPARED
    return {
        "ways": ways,
        "reference": {"log_p": float(meant.mean()), "words": sum(len(t.split()) for t in references) / len(rows)},
        "telegram": bleu([row.source for row in rows], references).value,
        "gain": paired_bootstrap(texts[first], texts[second], references)._asdict(),
        "examples": [
            {"source": row.source, "meant": row.target, **{name: texts[name][i] for name in (first, second)}}
            for i, row in enumerate(rows[:200])
            if texts[first][i] != texts[second][i]
        ][:4],
    }
