"""What the pre-training experiment reports of its raw runs."""

from statistics import mean
from typing import Any

from sklearn.metrics import accuracy_score, f1_score

from unrolled.data.imdb import Review
from unrolled.data.tokenise import tokenise
from unrolled.experiments.negation import both_right, moved
from unrolled.experiments.sentiment_report import Runs, confusion, curves, guesses
from unrolled.measure import keyed

LABELS = {"pretrained": "bidirectional LSTM, pre-trained", "vectors": "bidirectional LSTM, word vectors only"}


def arm_values(name: str, runs: list[dict[str, Any]], labels: list[int]) -> dict[str, dict[str, Any]]:
    """The values of one variant."""
    epochs = [run["history"][run["best_epoch"] - 1] for run in runs]
    numbers = {
        "test_accuracy": ("test accuracy", [100 * accuracy_score(labels, guesses(r)) for r in runs], "%", 1),
        "test_f1": ("F1 of the positive class, test", [100 * f1_score(labels, guesses(r)) for r in runs], "%", 1),
        "valid_accuracy": ("validation accuracy of the kept epoch", [100 * e["accuracy"] for e in epochs], "%", 1),
        "minutes": ("a seed, processor time", [sum(r["minutes"].values()) for r in runs], "minutes", 1),
        "judging.minutes": (
            "fine-tuning a seed, processor time",
            [r["minutes"]["judging"] for r in runs],
            "minutes",
            1,
        ),
        "peak_mib": ("largest memory of the process", [r["peak_mib"] for r in runs], "MiB", 0),
        "parameters": ("parameters", [runs[0]["parameters"]], "", 0),
        "negation": ("negation probe, both sentences right", [both_right(r["probes"]) for r in runs], "%", 0),
        "negation_moved": ("negation probe, moved the right way", [moved(r["probes"]) for r in runs], "%", 0),
    }
    if runs[0]["guessing"]:
        guessing = [r["minutes"]["guessing"] for r in runs]
        numbers["guessing.minutes"] = ("pre-training a seed, processor time", guessing, "minutes", 1)
        numbers["guessing.loss"] = ("loss of a guessed word", [r["guessing"][-1]["loss"] for r in runs], "nats", 2)
    values: dict[str, dict] = {}
    for key, (label, data, unit, digits) in numbers.items():
        values |= keyed(f"{name}.{key}", f"{LABELS[name]}: {label}", data, unit, digits)
    return values


def averaged(runs: list[dict[str, Any]]) -> list[float]:
    """The log-odds of each test review, averaged over seeds."""
    return [mean(column) for column in zip(*(run["scores"] for run in runs), strict=True)]


def surest_errors(runs: list[dict[str, Any]], reviews: list[Review], count: int = 8) -> list[dict[str, Any]]:
    """The test reviews that the seeds' averaged log-odds get wrong, the surest first."""
    scores = averaged(runs)
    wrong = [i for i, (s, r) in enumerate(zip(scores, reviews, strict=True)) if (s > 0) != bool(r.label)]
    return [
        {"row": i, "label": reviews[i].label, "log_odds": round(scores[i], 2), "tokens": len(tokenise(reviews[i].text))}
        for i in sorted(wrong, key=lambda i: -abs(scores[i]))[:count]
    ]


def report(found: Runs, counted: list[float], reviews: list[Review]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Values and body of the record: `counted` are the log-odds of the word counts."""
    labels = [review.label for review in reviews]
    values: dict[str, dict] = {}
    for name, runs in found.items():
        values |= arm_values(name, runs, labels)
        share = 100 * mean((s > 0) == bool(y) for s, y in zip(averaged(runs), labels, strict=True))
        label = f"{LABELS[name]}: test accuracy of the seeds' average"
        values |= keyed(f"ensemble.{name}", label, [share], "%")
    counts_wrong = [(s > 0) != bool(y) for s, y in zip(counted, labels, strict=True)]
    both = [100 * mean(c for c, g, y in zip(counts_wrong, guesses(r), labels, strict=True) if g != y)
            for r in found["pretrained"]]  # fmt: skip
    values |= keyed("shared", "of the errors of the pre-trained LSTM: word counts err too", both, "%", 0)
    accuracy = 100 * (1 - mean(counts_wrong))
    values |= keyed("counts.test_accuracy", "counts of words and pairs: test accuracy", [accuracy], "%")
    for name in found.keys() - {"pretrained"}:
        gain = [a - b for a, b in zip(values["pretrained.test_accuracy"]["data"],
                                      values[f"{name}.test_accuracy"]["data"], strict=True)]  # fmt: skip
        values |= keyed(f"gain.{name}", f"what pre-training gains over: {LABELS[name]}", gain, "points")
    body = {
        "curves": curves(found),
        "guessing": [run["guessing"] for run in found["pretrained"]],
        "confusion": confusion(found, labels),
        "trajectory": found["pretrained"][0]["trajectory"],
        "surest": surest_errors(found["pretrained"], reviews),
    }
    return values, body
