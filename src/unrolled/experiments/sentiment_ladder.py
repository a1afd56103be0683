"""From a bare recurrent network to a tuned one on film reviews: what does each ingredient bring?"""

import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, replace
from multiprocessing import get_context
from pathlib import Path
from statistics import mean
from typing import Any

import torch
from sklearn.metrics import accuracy_score, f1_score

from unrolled.baselines import counts_accuracy
from unrolled.data import imdb
from unrolled.experiments.ladder_arms import ARMS, Config, read_data, run_arm
from unrolled.measure import Outcome, keyed, peak_memory
from unrolled.training import FitConfig
from unrolled.vectors import train_vectors

QUESTION = "From a bare recurrent network to a tuned one on film reviews: what does each ingredient bring?"
TIMED = ("*.seconds", "*.peak_mib")  # keys of what measures the machine: `confirm` does not compare them
QUICK = Config(vocabulary=5_000, embedding=32, hidden=32, limit=100, budget=3_200, train_reviews=3_000,
               fit=FitConfig(epochs=1, learning_rate=4e-3, warmup=10))  # fmt: skip
QUICK_ARMS = ("rnn", "tuned", "bag")
LABELS = {
    "scratch": "plain network, our own layer", "rnn": "nn.RNN", "stacked": "two layers",
    "both_ways": "both directions", "deep": "two layers, both directions",
    "tuned": "tuned plain network", "no_clip": "tuned, without clipping", "no_init": "tuned, default weights",
    "no_dropout": "tuned, without dropout", "no_vectors": "tuned, random embeddings",
    "as_large": "tuned, random embeddings as large as the vectors", "no_lengths": "tuned, lengths not told",
    "last_state": "tuned, last state read", "gru": "GRU, tuned", "gru_no_dropout": "GRU, without dropout",
    "lstm": "LSTM, tuned", "lstm_no_dropout": "LSTM, without dropout", "bag": "bag of embeddings, tuned",
    "bag_no_dropout": "bag of embeddings, without dropout",
}  # fmt: skip
# an effect is named after the arm that differs in one ingredient; here, the arm with it and the arm without it
PAIRS = {name: ("tuned", name) for name in ("no_clip", "no_init", "no_dropout", "no_vectors", "as_large", "no_lengths",
                                            "last_state")}  # fmt: skip
PAIRS |= {f"{kind}_no_dropout": (kind, f"{kind}_no_dropout") for kind in ("gru", "lstm", "bag")}
PAIRS |= {name: (name, "rnn") for name in ("stacked", "both_ways")}


def one_arm(name: str, config: Config, seeds: list[int], runs: Path | None) -> list[dict[str, Any]]:
    """All seeds of an arm in this process, each saved when it is done, and not run again if it is saved already."""
    torch.set_num_threads(1)
    data = read_data(config)
    wants = ARMS[name].parts.vectors and not ARMS[name].random
    table = train_vectors(data.indices["train"], len(data.vocabulary), config.embedding) if wants else None
    found = []
    for seed in seeds:
        saved = runs and runs / f"sentiment_ladder-{name}-{seed}.json"
        if saved and saved.exists():
            found.append(json.loads(saved.read_text("utf-8")))
            continue
        result = run_arm(name, replace(config, fit=replace(config.fit, seed=seed)), data, table)
        found.append(result | {"peak_mib": peak_memory()})
        if saved:
            saved.write_text(json.dumps(found[-1]), "utf-8")
    return found


def arm_values(name: str, found: list[dict[str, Any]], labels: list[int]) -> dict[str, dict[str, Any]]:
    """The values of one arm that pages cite."""
    guessed = [[int(score > 0) for score in run["scores"]] for run in found]
    valid = [100 * run["history"][run["best_epoch"] - 1]["accuracy"] for run in found]
    numbers = {
        "test_accuracy": ("test accuracy", [100 * accuracy_score(labels, g) for g in guessed], "%", 1),
        # (sentiment.4)
        "test_f1": ("F1 of the positive class, test", [100 * f1_score(labels, g) for g in guessed], "%", 1),
        "valid_accuracy": ("validation accuracy of the kept epoch", valid, "%", 1),
        "seconds": ("training a seed, processor time", [run["seconds"] for run in found], "s", 0),
        "peak_mib": ("largest memory of the process", [max(run["peak_mib"] for run in found)], "MiB", 0),
        "parameters": ("parameters", [found[0]["parameters"]], "", 0),
    }
    values: dict[str, dict] = {}
    for key, (label, data, unit, digits) in numbers.items():
        values |= keyed(f"{name}.{key}", f"{LABELS[name]}: {label}", data, unit, digits)
    return values


def effects(found: dict[str, list[dict[str, Any]]], labels: list[int]) -> tuple[dict, dict]:
    """For each ingredient: accuracy of the network with it less that of the one without it, seed by seed."""
    values: dict[str, dict] = {}
    body: dict[str, list[float]] = {}
    scores = {n: [100 * accuracy_score(labels, [s > 0 for s in r["scores"]]) for r in rs] for n, rs in found.items()}
    for name, (with_it, without) in PAIRS.items():
        if with_it in scores and without in scores:
            body[name] = [a - b for a, b in zip(scores[with_it], scores[without], strict=True)]
            label = f"what “{LABELS[with_it]}” gains over “{LABELS[without]}”"
            values |= keyed(f"effect.{name}", label, body[name], "points")
    return values, body


def run(seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True):
    """Run every arm in a process of its own. Returns values and body for the record."""
    config, names = (QUICK, QUICK_ARMS) if quick else (Config(), tuple(ARMS))
    if runs is not None:
        runs.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        waiting = {name: pool.submit(one_arm, name, config, seeds, runs) for name in names}
        found = {}
        for name, future in waiting.items():
            found[name] = future.result()
            if progress:
                print(f"{LABELS[name]}: done", flush=True)
    test = imdb.load("test")
    labels = [review.label for review in test]
    values, gains = effects(found, labels)
    for words, what in ((1, "words"), (2, "words and pairs"))[: 1 if quick else 2]:
        counted = counts_accuracy(words, imdb.load("train")[: config.train_reviews], test)
        values |= keyed(
            f"counts{words}.test_accuracy", f"counts of {what}, same reviews: test accuracy", [counted], "%"
        )
    for name, results in found.items():
        values |= arm_values(name, results, labels)
    body = {"labels": LABELS, "effects": gains}
    body["curves"] = {
        n: [mean(run["history"][e]["accuracy"] for run in rs) for e in range(config.fit.epochs)
            if all(e < len(run["history"]) for run in rs)]
        for n, rs in found.items()
    }  # fmt: skip
    return Outcome(values, body, {"all": asdict(config)})
