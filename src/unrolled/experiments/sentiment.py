"""How well does an LSTM tell good film reviews from bad ones, beside counting words?"""

import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import torch

from unrolled.baselines import tfidf_logistic
from unrolled.data import imdb
from unrolled.data.vocabulary import Vocabulary
from unrolled.experiments.negation import by_frame, probe_pairs, probe_scores
from unrolled.experiments.sentiment_report import confusion, count_values, curves, errors, summarise, trajectory
from unrolled.measure import Outcome, peak_memory
from unrolled.models.classifier import Classifier
from unrolled.review_task import ReviewData, log_odds, train
from unrolled.training import FitConfig

QUESTION = "How well does an LSTM tell good film reviews from bad ones, beside counting words?"
TIMED = ("curves.*seconds",)  # keys of what measures the machine: `confirm` does not compare them
SEVERAL = ("errors.*", "ensemble.*", "confusion.*lstm*", "negation.*lstm*")  # keys of what takes more than one seed


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """One run of the experiment. `limit` is the longest review in tokens, `budget` tokens a batch."""

    bidirectional: bool = False
    vocabulary: int = 20_000
    embedding: int = 128
    hidden: int = 128
    readout: str = "max"
    dropout: float = 0.4
    word_dropout: float = 0.3
    limit: int = 500
    budget: int = 8_000
    train_reviews: int = 20_000
    backend: str = "torch"
    threads: int = 1
    fit: FitConfig = field(default_factory=lambda: FitConfig(epochs=5))


VARIANTS = {"lstm": Config(), "bilstm": Config(bidirectional=True)}
QUICK = {
    "lstm": Config(
        embedding=64, hidden=64, limit=200, train_reviews=12_000, fit=FitConfig(epochs=4, learning_rate=4e-3, warmup=20)
    )
}
# --8<-- [end:config]


def read_data(config: Config) -> ReviewData:
    """The reviews of a configuration, by split."""
    reviews = {name: imdb.load(name) for name in imdb.SPLITS}
    reviews["train"] = reviews["train"][: config.train_reviews]
    return ReviewData(reviews, config.vocabulary, config.limit)


def build(config: Config, vocabulary: Vocabulary) -> Classifier:
    """The model of a configuration, its weights drawn with the configuration's seed."""
    torch.manual_seed(config.fit.seed)
    return Classifier(
        len(vocabulary), config.embedding, config.hidden, bidirectional=config.bidirectional, readout=config.readout,
        dropout=config.dropout, word_dropout=config.word_dropout, backend=config.backend,
    )  # fmt: skip


def one_run(config: Config, checkpoint: Path | None = None, progress: bool = False) -> dict[str, Any]:
    """Train and test one model: its scores on the test split, history, seconds, memory, and the probes."""
    torch.set_num_threads(config.threads)
    began = time.perf_counter()
    data = read_data(config)
    ready, busy = time.perf_counter(), time.process_time()
    model = build(config, data.vocabulary)
    history = train(model, data, config.fit, config.budget, checkpoint, progress)
    trained, worked = time.perf_counter(), time.process_time()
    model.eval()
    return {
        "scores": log_odds(model, data, "test", config.budget).tolist(),
        "probes": probe_scores(model, data.vocabulary),
        "history": history.epochs,
        "best_epoch": history.best + 1,
        "seconds": {"data": ready - began, "train": trained - ready, "processor": worked - busy},
        "peak_mib": peak_memory(),
        "parameters": sum(p.numel() for p in model.parameters()),
        "trajectory": trajectory(model, data.vocabulary),
    }


def baseline(words: int, train_reviews: int) -> dict[str, Any]:
    """TF-IDF and logistic regression on the same split: scores, seconds, memory, probes."""
    began = time.perf_counter()
    train_rows, test_rows = imdb.load("train")[:train_reviews], imdb.load("test")
    model = tfidf_logistic(words).fit([r.text for r in train_rows], [r.label for r in train_rows])
    probes = [model.decision_function([pair.plain, pair.negated]).tolist() for pair in probe_pairs()]
    scores = model.decision_function([r.text for r in test_rows]).tolist()
    return {"scores": scores, "probes": probes, "seconds": time.perf_counter() - began, "peak_mib": peak_memory()}


def run(seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True):
    """Run every variant with every seed, each in a process of its own. Returns values and body for the record."""
    variants = QUICK if quick else VARIANTS
    jobs = {
        (name, seed): replace(config, fit=replace(config.fit, seed=seed))
        for name, config in variants.items()
        for seed in seeds
    }
    if runs is not None:
        runs.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        reviews = next(iter(variants.values())).train_reviews
        counted = {f"tfidf{words}": pool.submit(baseline, words, reviews) for words in ((1, 2) if not quick else (1,))}
        waiting = {
            job: pool.submit(one_run, config, runs and runs / f"sentiment-{job[0]}-{job[1]}.safetensors", progress)
            for job, config in jobs.items()
        }
        found = {name: [future.result()] for name, future in counted.items()}
        for (name, _), future in waiting.items():
            found.setdefault(name, []).append(future.result())
    labels = [review.label for review in imdb.load("test")]
    body = {
        "curves": curves(found),
        "confusion": confusion(found, labels),
        "trajectory": found["lstm"][0]["trajectory"],
    }
    body |= {"errors": errors(found, imdb.load("test")), "negation": by_frame(found)}
    values = summarise(found, labels) | count_values(body["errors"])
    return Outcome(values, body, {name: asdict(config) for name, config in variants.items()})
