"""Do several LSTMs that differ only in their seeds judge film reviews better together than alone?"""

from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from itertools import combinations
from multiprocessing import get_context
from pathlib import Path
from statistics import mean, stdev

import torch
from sklearn.metrics import f1_score
from torch import Tensor

from unrolled.baselines import tfidf_logistic
from unrolled.data import imdb
from unrolled.experiments import sentiment
from unrolled.measure import Outcome, keyed
from unrolled.vote import together

QUESTION = "Do several LSTMs that differ only in their seeds judge film reviews better together than alone?"
SEVERAL = ("all.*", "by_size.*")  # keys of what takes more than one seed


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """`members` bidirectional LSTMs of the experiment `sentiment` make one ensemble. No seed is in two of them."""

    members: int = 3
    network: sentiment.Config = field(default_factory=lambda: sentiment.VARIANTS["bilstm"])


# --8<-- [end:config]
FULL = Config()
QUICK = Config(members=2, network=replace(sentiment.QUICK["lstm"], bidirectional=True, train_reviews=4_000))


def scores_of(network: sentiment.Config, checkpoint: Path | None, progress: bool) -> list[float]:
    """Log-odds of the test reviews by one network, trained here or taken from its checkpoint."""
    return sentiment.one_run(network, checkpoint, progress)["scores"]


def counts(train_reviews: int) -> list[float]:
    """Log-odds of the test reviews by counts of words and pairs: the baseline."""
    rows = imdb.load("train")[:train_reviews]
    model = tfidf_logistic(2).fit([r.text for r in rows], [r.label for r in rows])
    return model.decision_function([r.text for r in imdb.load("test")]).tolist()


def right(scores: Tensor, labels: Tensor) -> float:
    """Share of texts, in per cent, whose log-odds have the right sign."""
    return 100 * ((scores > 0) == labels).double().mean().item()


def by_size(scores: Tensor, labels: Tensor) -> list[dict[str, float | int]]:
    """Accuracy of every choice of k networks, for k from one to all: mean, spread, and how many choices there are."""
    rows = []
    for k in range(1, len(scores) + 1):
        found = [right(together(scores[list(choice)]), labels) for choice in combinations(range(len(scores)), k)]
        rows.append({"size": k, "mean": mean(found), "sd": stdev(found) if len(found) > 1 else 0.0, "of": len(found)})
    return rows


def report(scores: Tensor, counted: Tensor, labels: Tensor, members: int) -> tuple[dict, dict]:
    """Values and body of the record. `scores`: one row for each network, those of an ensemble side by side."""
    groups = scores.split(members)
    alone = [right(row, labels) for row in scores]
    votes = [together(group) for group in groups]
    agreed = [(group > 0).all(0) | (group <= 0).all(0) for group in groups]
    pairs = list(zip(votes, agreed, strict=True))
    numbers = {
        "alone.test_accuracy": ("one network, test accuracy", alone),
        "ensemble.test_accuracy": ("ensemble, test accuracy", [right(v, labels) for v in votes]),
        "ensemble.test_f1": ("ensemble, F1 of the positive class", [_f1(v, labels) for v in votes]),
        "gain": ("ensemble over the mean of its members", [_gain(g, labels) for g in groups]),
        "all.test_accuracy": (f"all {len(scores)} networks, test accuracy", [right(together(scores), labels)]),
        "agreed.share": ("reviews on which all members agree", [100 * a.double().mean().item() for a in agreed]),
        "agreed.test_accuracy": ("accuracy where they agree", [right(v[a], labels[a]) for v, a in pairs]),
        "split.test_accuracy": ("accuracy where they do not", [right(v[~a], labels[~a]) for v, a in pairs]),
        "counts.test_accuracy": ("counts of words and pairs, test accuracy", [right(counted, labels)]),
    }
    values: dict[str, dict] = {}
    for key, (label, data) in numbers.items():
        values |= keyed(key, label, data, "points" if key == "gain" else "%", 1)
    return values, {"by_size": by_size(scores, labels)}


def _f1(scores: Tensor, labels: Tensor) -> float:
    return 100 * f1_score(labels.tolist(), (scores > 0).tolist())


def _gain(group: Tensor, labels: Tensor) -> float:
    return right(together(group), labels) - mean(right(row, labels) for row in group)


def run(seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True):
    """Train every member of every ensemble, each in a process of its own. Returns values and body for the record.

    With `runs`, checkpoints have the names that `sentiment` gives them: what was trained there is not trained again.
    """
    config = QUICK if quick else FULL
    if runs is not None:
        runs.mkdir(parents=True, exist_ok=True)
    members = [seed * config.members + k for seed in seeds for k in range(config.members)]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        waiting = []
        for seed in members:
            network = replace(config.network, fit=replace(config.network.fit, seed=seed))
            checkpoint = runs and runs / f"sentiment-bilstm-{seed}.safetensors"
            waiting.append(pool.submit(scores_of, network, checkpoint, progress))
        counted = pool.submit(counts, config.network.train_reviews)
        scores = torch.tensor([future.result() for future in waiting])
    labels = torch.tensor([review.label for review in imdb.load("test")])
    values, body = report(scores, torch.tensor(counted.result()), labels, config.members)
    return Outcome(values, body, {"ensemble": asdict(config)})
