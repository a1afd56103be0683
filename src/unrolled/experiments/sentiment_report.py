"""What the sentiment experiment reports of its raw runs: scores, curves, confusion, errors, a trajectory."""

from itertools import pairwise
from statistics import mean
from typing import Any

import torch
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score

from unrolled.data.batching import collate
from unrolled.data.imdb import Review
from unrolled.data.tokenise import tokenise
from unrolled.data.vocabulary import Vocabulary
from unrolled.experiments.negation import both_right, moved
from unrolled.measure import keyed

Runs = dict[str, list[dict[str, Any]]]  # by variant, one raw run a seed
SENTENCE = (
    "The first half is slow and most of the jokes are bad, "
    "but the ending is wonderful and I left the cinema happy. I would see it again."
)


def guesses(run: dict[str, Any]) -> list[int]:
    """1 where the log-odds are positive."""
    return [int(score > 0) for score in run["scores"]]


def summarise(found: Runs, labels: list[int]) -> dict[str, dict[str, Any]]:
    """The values that pages cite."""
    values: dict[str, dict] = {}
    for name, runs in found.items():
        numbers = {
            "test_accuracy": ("test accuracy", [100 * accuracy_score(labels, guesses(r)) for r in runs], "%", 1),
            "test_f1": ("F1 of the positive class, test", [100 * f1_score(labels, guesses(r)) for r in runs], "%", 1),
            "peak_mib": ("largest memory of the process", [r["peak_mib"] for r in runs], "MiB", 0),
            "negation": ("negation probe, both sentences right", [both_right(r["probes"]) for r in runs], "%", 0),
        }
        numbers["negation_moved"] = ("negation probe, moved the right way", [moved(r["probes"]) for r in runs], "%", 0)
        if "history" in runs[0]:
            times = [run["seconds"] for run in runs]
            numbers["minutes"] = ("training a seed, processor time", [t["processor"] / 60 for t in times], "minutes", 1)
            numbers["wall_minutes"] = ("training a seed, by the clock", [t["train"] / 60 for t in times], "minutes", 1)
            numbers["data_seconds"] = ("reading and encoding", [r["seconds"]["data"] for r in runs], "s", 0)
            numbers["parameters"] = ("parameters", [runs[0]["parameters"]], "", 0)
            numbers["best_epoch"] = ("epoch kept", [r["best_epoch"] for r in runs], "", 1)
            numbers["valid_accuracy"] = (
                "validation accuracy of the kept epoch",
                [100 * r["history"][r["best_epoch"] - 1]["accuracy"] for r in runs], "%", 1,
            )  # fmt: skip
        else:
            numbers["seconds"] = ("fitting and testing", [r["seconds"] for r in runs], "s", 0)
        for key, (label, data, unit, digits) in numbers.items():
            values |= keyed(f"{name}.{key}", f"{name}: {label}", data, unit, digits)
    return values


def curves(found: Runs) -> dict[str, list[list[dict[str, float]]]]:
    """Training history of each seed of each trained variant."""
    return {name: [run["history"] for run in runs] for name, runs in found.items() if "history" in runs[0]}


def confusion(found: Runs, labels: list[int]) -> dict[str, list[list[float]]]:
    """Counts on the test split, mean over seeds: rows are the truth, columns the guess, negative first."""
    return {
        name: torch.tensor([confusion_matrix(labels, guesses(run)).tolist() for run in runs]).float().mean(0).tolist()
        for name, runs in found.items()
    }


def errors(found: Runs, reviews: list[Review]) -> dict[str, Any]:
    """Where the LSTM is wrong: by length of the review, beside the count model, and its eight surest mistakes."""
    labels = [review.label for review in reviews]
    lengths = [len(tokenise(review.text)) for review in reviews]
    other = next(reversed([name for name in found if name.startswith("tfidf")]))
    score = [mean(column) for column in zip(*(run["scores"] for run in found["lstm"]), strict=True)]
    wrong = [(s > 0) != bool(y) for s, y in zip(score, labels, strict=True)]
    counted = [(s > 0) != bool(y) for s, y in zip(found[other][0]["scores"], labels, strict=True)]
    edges = [0, 100, 150, 200, 300, 500, max(lengths) + 1]
    bins = []
    for low, high in pairwise(edges):
        rows = [i for i, n in enumerate(lengths) if low <= n < high]
        share = {n: 100 * mean(not w[i] for i in rows) for n, w in (("lstm", wrong), (other, counted))} if rows else {}
        bins.append({"from": low, "to": high, "reviews": len(rows), "accuracy": share})
    surest = sorted((i for i, w in enumerate(wrong) if w), key=lambda i: -abs(score[i]))[:8]
    return {
        "reviews": len(labels),
        "by_length": bins,
        "both_wrong": sum(w and c for w, c in zip(wrong, counted, strict=True)),
        "lstm_wrong": sum(wrong),
        "counts_wrong": sum(counted),
        "surest": [
            {"row": i, "label": labels[i], "log_odds": round(score[i], 2), "tokens": lengths[i]} for i in surest
        ],
    }


def count_values(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Counts of wrong reviews as values: of the seeds' averaged LSTM, of the count model, and of both."""
    labels = {
        "lstm_wrong": "test reviews that the averaged LSTM gets wrong",
        "counts_wrong": "test reviews that the counts get wrong",
        "both_wrong": "test reviews that both get wrong",
    }
    values: dict[str, dict] = {}
    for key, label in labels.items():
        values |= keyed(f"errors.{key}", label, [found[key]], "", 0)
    share = 100 * (1 - found["lstm_wrong"] / found["reviews"])
    return values | keyed("ensemble.test_accuracy", "averaged LSTM: test accuracy", [share], "%")


@torch.no_grad()
def trajectory(model: torch.nn.Module, vocabulary: Vocabulary) -> dict[str, list]:
    """The verdict on each beginning of one sentence: its log-odds after every word."""
    tokens = tokenise(SENTENCE)
    indices = vocabulary.encode(tokens)
    batch = collate([indices[: t + 1] for t in range(len(indices))], [0] * len(indices))
    return {"tokens": tokens, "log_odds": model(batch.tokens, batch.lengths).tolist()}
