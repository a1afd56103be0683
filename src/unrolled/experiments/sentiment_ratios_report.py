"""What the experiment `sentiment_ratios` reports of its raw runs."""

from typing import Any

import torch
from sklearn.metrics import accuracy_score, f1_score

from unrolled.measure import keyed
from unrolled.vote import together

Runs = dict[str, list[dict[str, Any]]]  # by variant, one raw run a seed


def report(found: Runs, baselines: dict[str, list[float]], labels: list[int]) -> tuple[dict, dict]:
    """Values and body of the record: each variant, its seeds together, and what has no seed."""
    values: dict[str, dict] = {}
    for name, runs in found.items():
        numbers = scored([run["scores"] for run in runs], labels) | {
            "valid_accuracy": ("validation accuracy of the kept epoch", _kept(runs, "accuracy", 100), "%", 1),
            "valid_loss": ("validation loss of the kept epoch", _kept(runs, "loss", 1), "nats", 3),
            "train_loss": ("training loss of the kept epoch", _kept(runs, "train_loss", 1), "nats", 3),
            "best_epoch": ("epoch kept", [run["best_epoch"] for run in runs], "", 1),
            "minutes": ("training a seed, processor time", [run["minutes"] for run in runs], "minutes", 1),
            "peak_mib": ("largest memory of the process", [run["peak_mib"] for run in runs], "MiB", 0),
            "parameters": ("parameters", [runs[0]["parameters"]], "", 0),
        }
        for key, (label, data, unit, digits) in numbers.items():
            values |= keyed(f"{name}.{key}", f"{name}: {label}", data, unit, digits)
        vote = together(torch.tensor([run["scores"] for run in runs])).tolist()
        for key, (label, data, unit, digits) in scored([vote], labels).items():
            values |= keyed(f"together.{name}.{key}", f"{name}, all seeds together: {label}", data, unit, digits)
    for name, scores in baselines.items():
        for key, (label, data, unit, digits) in scored([scores], labels).items():
            values |= keyed(f"{name}.{key}", f"{name}: {label}", data, unit, digits)
    return values, {"curves": {name: [run["history"] for run in runs] for name, runs in found.items()}}


def scored(rows: list[list[float]], labels: list[int]) -> dict[str, tuple[str, list[float], str, int]]:
    """Accuracy and F1, in per cent, of several rows of log-odds."""
    guesses = [[int(score > 0) for score in row] for row in rows]
    return {
        "test_accuracy": ("test accuracy", [100 * accuracy_score(labels, g) for g in guesses], "%", 1),
        "test_f1": ("F1 of the positive class, test", [100 * f1_score(labels, g) for g in guesses], "%", 1),
    }


def _kept(runs: list[dict[str, Any]], metric: str, times: int) -> list[float]:
    return [times * run["history"][run["best_epoch"] - 1][metric] for run in runs]
