"""Who speaks, which digit is it, and which string of digits: recurrent networks on speech, beside averages."""

import time
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from statistics import mean

import torch
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from unrolled.data import fsdd, japanese_vowels
from unrolled.experiments import speech_digits, speech_strings
from unrolled.experiments.speech_digits import ARMS, BASELINES, averaged, bank, baseline_run, digit_run, guesses, learn
from unrolled.experiments.speech_strings import string_run
from unrolled.measure import Outcome, peak_memory, value
from unrolled.training import FitConfig

QUESTION = "Who speaks, which digit is it, and which string of digits: recurrent networks on speech, beside averages?"
KNOWN = "known"  # every speaker of the test is in the training data too


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """Three tasks: speakers of Japanese vowels, single digits, strings of digits."""

    vowels: speech_digits.Config = field(
        default_factory=lambda: speech_digits.Config(
            budget=500,
            fit=FitConfig(epochs=30, learning_rate=4e-3, weight_decay=0.05, warmup=20, patience=30),
        )
    )
    digits: speech_digits.Config = field(default_factory=speech_digits.Config)
    strings: speech_strings.Config = field(default_factory=speech_strings.Config)


# --8<-- [end:config]


def vowels_run(config: speech_digits.Config, seed: int) -> dict:
    """Name the speaker of an utterance by a GRU. The last five of each speaker's thirty choose the epoch."""
    rows, test = japanese_vowels.load("train"), japanese_vowels.load("test")
    valid = [i for i in range(len(rows)) if i % 30 >= 25]
    train = [i for i in range(len(rows)) if i % 30 < 25]
    config = replace(config, fit=replace(config.fit, seed=seed))
    trained = learn([[u.x for u in rows]], [u.speaker for u in rows], train, valid, japanese_vowels.SPEAKERS, config)
    found = guesses(trained.model, [trained.standard(u.x) for u in test])
    right = sum(g == u.speaker for g, u in zip(found, test, strict=True))
    return {"accuracy": 100 * right / len(test), "seconds": trained.seconds, "peak_mib": peak_memory()}


def vowels_baseline(parts: int) -> dict:
    """Logistic regression on mean coefficients of each of some equal stretches, on all 270 utterances."""
    busy = time.process_time()
    rows, test = japanese_vowels.load("train"), japanese_vowels.load("test")
    X, X_test = (torch.stack([averaged(u.x, parts) for u in part]).numpy() for part in (rows, test))
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=2_000)).fit(X, [u.speaker for u in rows])
    score = 100 * model.score(X_test, [u.speaker for u in test])
    return {"accuracy": score, "seconds": time.process_time() - busy}


def run(
    seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True
) -> Outcome:
    """All three tasks, one after the other; quick: the vowels alone, which ship with a package."""
    del workers, runs
    torch.set_num_threads(1)
    config = Config()
    found: dict[str, list[dict]] = {f"vowels.mean{n}": [vowels_baseline(n)] for n in (1, 3)}
    found["vowels.gru"] = [vowels_run(config.vowels, seed) for seed in seeds]
    body: dict = {}
    if not quick:
        body = digits_and_strings(config, seeds, found, progress)
    values = {}
    for key, results in found.items():
        for name, label, unit, digits in MEASURES:
            data = [r[name] for r in results if name in r]
            if data:
                entry = value(f"{key}: {label}", data, unit, digits)
                values |= {f"{key}.{name}{e}": v for e, v in entry.items()}
    return Outcome(values, body, {"speech": asdict(config)})


MEASURES = (
    ("accuracy", "test accuracy", "%", 1),
    ("strings", "strings without an error", "%", 1),
    ("error", "digit error rate", "%", 1),
    ("lengths", "strings of the right length", "%", 1),
    ("seconds", "processor time of one training", "s", 1),
    ("peak_mib", "largest memory of the process so far", "MiB", 0),
)


def digits_and_strings(config: Config, seeds: list[int], found: dict[str, list[dict]], progress: bool) -> dict:
    """Single digits with speakers known and held out, then strings. Fills `found`, returns what figures need."""
    recordings = [r for split in fsdd.NUMBERS for r in fsdd.load(split, progress)]
    data = bank(recordings, config.digits.mel)
    singles, tables = [], {}
    for held_out in (None, *fsdd.SPEAKERS):
        name = held_out or KNOWN
        for base in BASELINES:
            found[f"digits.{base}.{name}"] = [baseline_run(data, base, held_out)]
        for arm in ARMS:
            runs = [digit_run(data, arm, held_out, config.digits, seed) for seed in seeds]
            found[f"digits.{arm}.{name}"] = [result for result, _ in runs]
            if (held_out, arm) == (None, "centred"):
                singles = [trained for _, trained in runs]
            if progress:
                print(f"digits, {arm}, {name}: {mean(r['accuracy'] for r, _ in runs):.1f} %", flush=True)
        tables[name] = [r["table"] for r in found[f"digits.centred.{name}"]]
    for how in (*BASELINES, *ARMS):
        by_seed = zip(*(found[f"digits.{how}.{s}"] for s in fsdd.SPEAKERS), strict=True)
        found[f"digits.{how}.held_out"] = [{"accuracy": mean(r["accuracy"] for r in fold)} for fold in by_seed]
    strings = [string_run(recordings, config.strings, s, one) for s, one in zip(seeds, singles, strict=True)]
    found["strings.cut"] = [r["cut"] for r in strings]
    found["strings.ctc"] = [r["ctc"] | {"seconds": r["seconds"], "peak_mib": peak_memory()} for r in strings]
    return {
        "tables": tables,
        "picture": strings[0]["picture"],
        "wrong": {name: strings[0][name]["wrong"] for name in ("ctc", "cut")},
        "string_epochs": [[e["loss"] for e in r["epochs"]] for r in strings],
    }
