"""What does it cost to squeeze a sentence through one vector, and to read one's own mistakes?"""

import math
import time
from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from unrolled.data.clauses import Words, load
from unrolled.data.pairs import PairBatch
from unrolled.experiments.encoder_decoder_report import curves, summarise
from unrolled.experiments.pair_fit import EVALUATED, Pairs, fit_pairs, forced_loss, loss_of_logits
from unrolled.free_run import both_ways
from unrolled.measure import Outcome, keyed, peak_memory
from unrolled.models.seq2seq import Seq2Seq
from unrolled.scheduled_sampling import inverse_sigmoid, scheduled
from unrolled.training import FitConfig

QUESTION = "What does it cost to squeeze a sentence through one vector, and to read one's own mistakes?"


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """What all arms share: say a clause of common words again, word by word."""

    words: int = 500
    train_clauses: int = 1_000_000  # at most
    embedding: int = 64
    budget: int = 600  # tokens of a batch, on each side
    fit: FitConfig = field(
        default_factory=lambda: FitConfig(epochs=6, learning_rate=4e-3, weight_decay=0.0, patience=6)
    )


@dataclass(frozen=True)
class Arm:
    """One row of the table. The encoder has `hidden` / 2 units in each direction, so F = H."""

    hidden: int = 128
    attention: str | None = None
    k: float | None = None  # of scheduled sampling; None is teacher forcing throughout


ARMS = {
    "one vector": Arm(),
    "one vector, twice as wide": Arm(hidden=256),
    "one vector, scheduled sampling": Arm(k=250.0),
    "attention": Arm(attention="additive"),
}
# --8<-- [end:config]


class Scheduled:
    """The loss of one batch for `fit`, with fewer and fewer true words before: see `inverse_sigmoid`."""

    def __init__(self, k: float | int, seed: int) -> None:
        self.k, self.step, self.coins = k, 0, torch.Generator().manual_seed(seed)

    def __call__(self, model: nn.Module, batch: PairBatch) -> Tensor:
        teacher = inverse_sigmoid(self.step, self.k)
        self.step += 1
        logits = scheduled(model, batch.source, batch.source_lengths, batch.target_in, teacher, self.coins)
        return loss_of_logits(logits, batch)


def one_run(arm: Arm, config: Config, data: dict[str, Pairs], size: int, seed: int) -> dict[str, Any]:
    """Train one model, and run it over the test clauses taught and on its own."""
    torch.manual_seed(seed)
    model = Seq2Seq(
        size, size, config.embedding, arm.hidden, attention=arm.attention, encoder_hidden=arm.hidden // 2
    )  # fmt: skip
    loss_of = forced_loss if arm.k is None else Scheduled(arm.k, seed)
    began = time.process_time()
    fit_pairs(model, data["train"], data["valid"], replace(config.fit, seed=seed), config.budget, loss_of)
    seconds = time.process_time() - began
    test = data["test"].batches(EVALUATED)
    return {
        "runs": [both_ways(model, batch) for batch in test],
        "lengths": [batch.source_lengths for batch in test],
        "seconds": seconds,
        "parameters": sum(p.numel() for p in model.parameters()),
    }


# --8<-- [start:baseline]
def counted(train: list[str], test: list[str], share: float = 0.9) -> tuple[float, float]:
    """A model that never saw the source: nats a word, and percent of words right, from how often words follow.

    A word's probability is mixed from how often it follows the one before, with the weight `share`, and its own count.
    """
    rows, unseen = [["<s>", *clause.split(), "</s>"] for clause in train], 1e-6
    single = Counter(word for row in rows for word in row[1:])
    pairs = Counter(pair for row in rows for pair in pairwise(row))
    before = Counter(word for row in rows for word in row[:-1])
    best = {a: b for (a, b), _ in sorted(pairs.items(), key=lambda item: item[1])}  # the commonest comes last
    asked = [pair for clause in test for pair in pairwise(["<s>", *clause.split(), "</s>"])]
    logs = [
        math.log(share * pairs[a, b] / max(before[a], 1) + (1 - share) * single[b] / single.total() + unseen)
        for a, b in asked
    ]
    return -sum(logs) / len(logs), 100 * sum(best.get(a) == b for a, b in asked) / len(asked)


# --8<-- [end:baseline]


def run(
    seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True
) -> Outcome:
    """Every arm with every seed. `workers` and `runs` change nothing."""
    del workers, runs
    torch.set_num_threads(1)
    config = Config()
    if quick:
        config = replace(config, train_clauses=3_000, fit=replace(config.fit, epochs=2, warmup=20))
    rows = load(config.words)
    rows["train"] = rows["train"][: config.train_clauses]
    words = Words(rows["train"])
    indices = {name: [words.encode(clause) for clause in clauses] for name, clauses in rows.items()}
    data = {name: Pairs(split, split) for name, split in indices.items()}  # say it again: the source is the target
    found: dict[str, list[dict]] = {name: [] for name in ARMS}
    for seed in seeds:  # seeds outside: what the machine does meanwhile falls on all arms
        for name, arm in ARMS.items():
            found[name].append(one_run(arm, config, data, len(words), seed))
            if progress:
                print(f"seed {seed} {name}: {found[name][-1]['seconds']:.0f} s", flush=True)
    nll, right = counted(rows["train"], rows["test"])
    values = summarise(found)
    values |= keyed("counts.forced_loss", "words and pairs counted, without the source: loss", [nll], "nats", 2)
    values |= keyed("counts.forced_right", "words and pairs counted, without the source: right words", [right], "%", 1)
    for name, clauses in rows.items():
        values |= keyed(f"clauses.{name}", f"clauses to {name}", [len(clauses)], "", 0)
    values |= keyed("peak_mib", "largest memory of the process", [peak_memory()], "MiB", 0)
    settings = {name: asdict(arm) for name, arm in ARMS.items()}
    return Outcome(values, {"curves": curves(found)}, {"task": asdict(config), "arms": settings})
