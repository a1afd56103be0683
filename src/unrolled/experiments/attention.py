"""Which score of attention reads written dates best, what is attention worth there, and where does it look?"""

import time
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import torch

from unrolled.data.dates import WrittenDate, load
from unrolled.data.letters import Letters
from unrolled.date_rules import DateRules
from unrolled.experiments.attention_report import maps, summarise, year_weight
from unrolled.experiments.pair_fit import EVALUATED, Pairs, fit_pairs
from unrolled.free_run import both_ways, whole
from unrolled.measure import Outcome, keyed, peak_memory
from unrolled.models.seq2seq import Seq2Seq
from unrolled.training import FitConfig

QUESTION = "Which score of attention reads written dates best, what is attention worth there, and where does it look?"


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """What all arms share: dates in forty languages, character by character, to ISO 8601."""

    train_dates: int = 6_000
    test_dates: int = 2_000
    looked_at: int = 300  # dates of the test split whose weights are measured
    embedding: int = 32
    hidden: int = 64  # the encoder has half of it in each direction, so F = H, which the dot product needs
    budget: int = 900  # tokens of a batch, on each side
    fit: FitConfig = field(
        default_factory=lambda: FitConfig(epochs=6, learning_rate=8e-3, weight_decay=0.0, patience=6)
    )


ARMS: dict[str, tuple[str | None, bool]] = {  # score, input feeding
    "one vector": (None, False),
    "additive": ("additive", True),
    "dot": ("dot", True),
    "general": ("general", True),
    "concat": ("concat", True),
    "additive, no feeding": ("additive", False),
}
# --8<-- [end:config]


class Task:
    """The dates as text and as indices."""

    def __init__(self, config: Config) -> None:
        rows = {name: load(name) for name in ("train", "valid", "test")}
        self.rows: dict[str, list[WrittenDate]] = {
            "train": rows["train"][: config.train_dates],
            "valid": rows["valid"][:1_000],
            "test": rows["test"][: config.test_dates],
        }
        self.reader = Letters.build(row.written for row in self.rows["train"])
        self.writer = Letters.build(row.iso for row in self.rows["train"])
        self.pairs = {
            name: Pairs([self.reader.encode(r.written) for r in split], [self.writer.encode(r.iso) for r in split])
            for name, split in self.rows.items()
        }


def one_run(arm: tuple[str | None, bool], config: Config, task: Task, seed: int) -> dict[str, Any]:
    """Train one model, run it over the test dates, and see where it looks."""
    torch.manual_seed(seed)
    kind, feeding = arm
    model = Seq2Seq(
        len(task.reader), len(task.writer), config.embedding, config.hidden, attention=kind,
        input_feeding=feeding, encoder_hidden=config.hidden // 2,
    )  # fmt: skip
    began = time.process_time()
    fit_pairs(model, task.pairs["train"], task.pairs["valid"], replace(config.fit, seed=seed), config.budget)
    seconds = time.process_time() - began
    test = task.pairs["test"].batches(EVALUATED)
    return {
        "runs": [both_ways(model, batch) for batch in test],
        "lengths": [batch.source_lengths for batch in test],
        "year": None if kind is None else year_weight(model, task.rows["test"][: config.looked_at], task.reader),
        "maps": maps(model, task.rows["test"], task.reader, task.writer) if kind == "additive" and feeding else None,
        "seconds": seconds,
        "parameters": sum(p.numel() for p in model.parameters()),
    }


def run(
    seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True
) -> Outcome:
    """Every arm with every seed. `workers` and `runs` change nothing."""
    del workers, runs
    torch.set_num_threads(1)
    config = Config()
    if quick:
        config = replace(config, train_dates=1_000, test_dates=300, fit=replace(config.fit, epochs=2, warmup=10))
    task = Task(config)
    found: dict[str, list[dict]] = {name: [] for name in ARMS}
    for seed in seeds:  # seeds outside: what the machine does meanwhile falls on all arms
        for name, arm in ARMS.items():
            found[name].append(one_run(arm, config, task, seed))
            if progress:
                good = torch.cat([whole(run) for run in found[name][-1]["runs"]]).double().mean().item()
                print(f"seed {seed} {name}: {100 * good:.1f} % exact", flush=True)
    rules = DateRules((row.written, row.iso) for row in task.rows["train"])
    right = sum(rules(row.written) == row.iso for row in task.rows["test"]) / len(task.rows["test"])
    values = summarise(found)
    values |= keyed("rules.exact", "three rules, no network: exact", [100 * right], "%", 1)
    even = [4 / len(row.written) for row in task.rows["test"][: config.looked_at]]
    values |= keyed("even.year", "even weights: weight on the year", [100 * sum(even) / len(even)], "%", 1)
    values |= keyed("peak_mib", "largest memory of the process", [peak_memory()], "MiB", 0)
    body = {"maps": found["additive"][0]["maps"], "arms": list(ARMS)}
    return Outcome(values, body, {"task": asdict(config), "arms": {name: list(arm) for name, arm in ARMS.items()}})
