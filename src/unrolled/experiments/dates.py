"""Written dates of forty locales into ISO 8601: dates never seen, and languages never seen."""

import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import torch
from torch import nn

from unrolled.data import dates
from unrolled.data.letters import Letters
from unrolled.data.pairs import collate_pairs
from unrolled.data.specials import BOS, EOS
from unrolled.date_baseline import CountedDates
from unrolled.experiments.dates_report import parts_right, summarise
from unrolled.experiments.kept import kept
from unrolled.free_run import weights_of_steps
from unrolled.measure import Outcome, peak_memory
from unrolled.models.seq2seq import Seq2Seq
from unrolled.training import FitConfig
from unrolled.translation_task import PairData, Search, exact, train, translate

QUESTION = "Does a network that reads dates in forty languages read dates, and languages, that it never saw?"
FOLDS = 5


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """One model. `fold` k leaves every fifth locale, from the k-th on, out of training; None leaves out none.

    Args:
        rows: training pairs at most.
        budget: characters of a batch on each side.
    """

    fold: int | None = None
    attention: str | None = "additive"
    embedding: int = 64
    hidden: int = 128
    dropout: float = 0.1
    rows: int = 40_000
    budget: int = 2_000
    fit: FitConfig = field(
        default_factory=lambda: FitConfig(
            epochs=3, learning_rate=5e-3, weight_decay=0.01, warmup=50, patience=3, watch="score"
        )
    )


VARIANTS = {"attention": Config(), "bottleneck": Config(attention=None)} | {
    f"fold_{fold}": Config(fold=fold) for fold in range(FOLDS)
}
# --8<-- [end:config]
SMALL = Config(
    hidden=64, embedding=32, rows=8_000, budget=1_000, fit=replace(Config().fit, epochs=2, learning_rate=8e-3)
)
QUICK = {"attention": SMALL, "fold_0": replace(SMALL, fold=0)}
SHOWN = (0, 17, 41)  # test dates whose attention weights are kept


# --8<-- [start:split]
def left_out(fold: int | None) -> set[str]:
    """The locales that a fold never shows in training. The folds share out all forty."""
    return set() if fold is None else set(dates.LOCALES[fold::FOLDS])


def rows_of(config: Config) -> dict[str, list[dates.WrittenDate]]:
    """Training and validation without the locales left out; the test split whole, so in all languages."""
    away = left_out(config.fold)
    rows = {name: [row for row in dates.load(name) if row.locale not in away] for name in ("train", "valid")}
    return {"train": rows["train"][: config.rows], "valid": rows["valid"], "test": dates.load("test")}


# --8<-- [end:split]


def data_of(rows: dict[str, list[dates.WrittenDate]]) -> PairData:
    """Characters on both sides, those of the training split."""
    pairs = {name: [(row.written, row.iso) for row in split] for name, split in rows.items()}
    return PairData(pairs, *(Letters.build(row[side] for row in pairs["train"]) for side in (0, 1)))


def one_run(config: Config, checkpoint: Path | None, progress: bool) -> dict[str, Any]:
    """Train one model, and let it read the test dates of all languages; the same by counting."""
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)  # numbers too small to matter are slow on many processors
    rows = rows_of(config)
    data = data_of(rows)
    torch.manual_seed(config.fit.seed)
    model = Seq2Seq(
        len(data.reader), len(data.writer), config.embedding, config.hidden, "gru", config.attention,
        dropout=config.dropout,
    )  # fmt: skip
    began = time.process_time()
    history = train(model, data, exact, config.fit, config.budget, checkpoint=checkpoint, progress=progress)
    seconds = time.process_time() - began
    model.eval()
    counted = CountedDates((row.written, row.iso) for row in rows["train"])
    written = translate(model, data, "test", 4 * config.budget, Search(max_length=16))
    return {
        "away": sorted(left_out(config.fold)),
        "network": parts_right(rows["test"], written),
        "counts": parts_right(rows["test"], [counted.read(row.written) for row in rows["test"]]),
        "wrong": [[*row, text] for row, text in zip(rows["test"], written, strict=True) if row.iso != text],
        "history": history.epochs,
        "seconds": seconds,
        "parameters": sum(p.numel() for p in model.parameters()),
        "heatmaps": [heatmap(model, data, place) for place in SHOWN] if config.attention else [],
        "peak_mib": peak_memory(),
    }


def heatmap(model: nn.Module, data: PairData, place: int) -> dict[str, Any]:
    """What a model writes for one test date, and where it looked at each step."""
    source = data.sources["test"][place]
    with torch.no_grad():
        written, weights = weights_of_steps(model, collate_pairs([source], [[]]).source, BOS, EOS)
    return {
        "source": [data.reader.decode([i]) or "?" for i in source],
        "written": [data.writer.decode([i]) or "end" for i in written],
        "weights": [[round(weight, 4) for weight in row] for row in weights.tolist()],
    }


def once(name: str, config: Config, runs: Path | None, progress: bool) -> dict[str, Any]:
    """`one_run`, unless its result lies in the folder; a run that was cut off goes on after its last whole epoch."""
    stem = runs and runs / f"dates-{name}-{config.fit.seed}"
    checkpoint = stem and stem.with_name(f"{stem.name}.safetensors")
    file = stem and stem.with_name(f"{stem.name}.json")
    return kept(file, asdict(config), lambda: one_run(config, checkpoint, progress))


def run(
    seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True
) -> Outcome:
    """Every variant with every seed, each in a process of its own."""
    variants = QUICK if quick else VARIANTS
    if runs is not None:
        runs.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        jobs = {
            (name, seed): pool.submit(once, name, replace(c, fit=replace(c.fit, seed=seed)), runs, progress)
            for seed in seeds
            for name, c in variants.items()
        }
        found = {name: [jobs[name, seed].result() for seed in seeds] for name in variants}
    values, body = summarise(found)
    return Outcome(values, body, {name: asdict(config) for name, config in variants.items()})
