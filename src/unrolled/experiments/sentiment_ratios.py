"""Does it help an LSTM to be told how often words and runs of words stand in good reviews and in bad ones?"""

import json
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import torch
from sklearn.linear_model import LogisticRegression

from unrolled.data import imdb
from unrolled.experiments.sentiment_ensemble import counts
from unrolled.experiments.sentiment_ratios_report import report
from unrolled.measure import Outcome, peak_memory
from unrolled.models.ratio_classifier import RatioClassifier
from unrolled.ratio_task import RatioData, log_odds, train, without_order
from unrolled.training import FitConfig
from unrolled.vectors import train_vectors

QUESTION = "Does it help an LSTM to be told how often words and runs of words stand in good reviews and in bad ones?"
TIMED = ("*.minutes", "*.peak_mib", "curves.*seconds")  # measures of the machine
SEVERAL = ("together.*",)  # keys of what takes more than one seed


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """A bidirectional LSTM. `ratios`: how many of the label ratios it reads at each step, 0 to 3.

    `folds`: parts of the training reviews, each counted without itself; 1 counts every review with its own label.
    """

    ratios: int = 3
    folds: int = 10
    vocabulary: int = 20_000
    embedding: int = 128
    hidden: int = 128
    dropout: float = 0.4
    word_dropout: float = 0.3
    ratio_dropout: float = 0.3
    limit: int = 500
    budget: int = 8_000
    train_reviews: int = 20_000
    fit: FitConfig = field(default_factory=lambda: FitConfig(epochs=4))


VARIANTS = {"ratios": Config(), "words": Config(ratios=0), "leaking": Config(folds=1)}
# --8<-- [end:config]
QUICK = {
    "ratios": Config(vocabulary=5_000, embedding=32, hidden=32, limit=100, train_reviews=6_000,
                     fit=FitConfig(epochs=2, learning_rate=4e-3, warmup=20))
}  # fmt: skip


def read_data(config: Config) -> RatioData:
    """The reviews of a configuration, by split."""
    reviews = {name: imdb.load(name) for name in imdb.SPLITS}
    reviews["train"] = reviews["train"][: config.train_reviews]
    return RatioData(reviews, config.vocabulary, config.limit, folds=config.folds)


def build(config: Config, data: RatioData) -> RatioClassifier:
    """The classifier, its embedding from the vectors of the training reviews."""
    torch.manual_seed(config.fit.seed)
    table = train_vectors(data.indices["train"], len(data.vocabulary), config.embedding)
    return RatioClassifier(
        table, config.hidden, config.ratios, dropout=config.dropout, word_dropout=config.word_dropout,
        ratio_dropout=config.ratio_dropout, backend="torch",
    )  # fmt: skip


def one_run(config: Config, stem: Path | None = None, progress: bool = False) -> dict[str, Any]:
    """Train and test one model. `stem`: where its checkpoint and its result are kept."""
    torch.set_num_threads(1)
    kept = stem and stem.with_suffix(".json")
    if kept and kept.exists():
        return json.loads(kept.read_text("utf-8"))
    data = read_data(config)
    model = build(config, data)
    began = time.process_time()
    history = train(model, data, config.fit, config.budget, stem and stem.with_suffix(".safetensors"), progress)
    ended = time.process_time()
    model.eval()
    found = {
        "scores": log_odds(model, data, "test", config.budget).tolist(),
        "history": history.epochs,
        "best_epoch": history.best + 1,
        "minutes": (ended - began) / 60,
        "peak_mib": peak_memory(),
        "parameters": sum(p.numel() for p in model.parameters()),
    }
    if kept:
        kept.write_text(json.dumps(found), "utf-8")
    return found


def means_alone(config: Config) -> list[float]:
    """Log-odds of the test reviews from nothing but the mean of each ratio over a review: the baseline."""
    data = read_data(config)
    means = without_order(data)
    model = LogisticRegression(C=100.0).fit(means["train"], data.labels["train"])
    return model.decision_function(means["test"]).tolist()


def run(seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True):
    """Run every variant with every seed, each in a process of its own. Returns values and body for the record."""
    variants = QUICK if quick else VARIANTS
    if runs is not None:
        runs.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        waiting: dict[str, list] = {}
        for name, config in variants.items():
            for seed in seeds:
                stem = runs and runs / f"sentiment_ratios-{name}-{seed}"
                one = replace(config, fit=replace(config.fit, seed=seed))
                waiting.setdefault(name, []).append(pool.submit(one_run, one, stem, progress))
        counted = pool.submit(counts, variants["ratios"].train_reviews)
        means = pool.submit(means_alone, variants["ratios"])
        found = {name: [future.result() for future in futures] for name, futures in waiting.items()}
        baselines = {"counts": counted.result(), "means": means.result()}
    values, body = report(found, baselines, [review.label for review in imdb.load("test")])
    return Outcome(values, body, {name: asdict(config) for name, config in variants.items()})
