"""What does a random search over seven settings find, and how much of what it finds is luck?"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean, stdev
from typing import Any

import torch

from unrolled.baselines import tfidf_logistic
from unrolled.data import sentences
from unrolled.experiments.tuning_run import Setting, one_run
from unrolled.measure import Outcome, keyed
from unrolled.review_task import ReviewData
from unrolled.search import draw, expected_best, standard_error

QUESTION = "What does a random search over seven settings find, and how much of what it finds is luck?"


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """The sweep. Every setting is drawn once, by `draw_seed`, and trained with every seed of the run."""

    settings: int = 36
    epochs: int = 4
    vocabulary: int = 8_000
    limit: int = 60  # longest sentence in tokens
    train_sentences: int = 6_530
    draw_seed: int = 0


CHOICES = {
    "hidden": [16, 32, 64, 128],
    "layers": [1, 2],
    "dropout": [0.0, 0.2, 0.4, 0.6],
    "batch": [16, 32, 64, 128],
    "optimizer": ["adamw", "rmsprop", "sgd"],
    "schedule": ["constant", "cosine"],
}
RATES = {"adamw": (3e-4, 3e-2), "rmsprop": (3e-4, 3e-2), "sgd": (1e-2, 1.0)}
# --8<-- [end:config]


def settings_of(config: Config) -> list[Setting]:
    """The settings of a sweep: the default first, then as many as it takes, drawn at random."""
    generator = torch.Generator().manual_seed(config.draw_seed)
    return [Setting(), *(Setting(**draw(CHOICES, RATES, generator)) for _ in range(config.settings - 1))]


def read_data(config: Config) -> ReviewData:
    """The film sentences of a sweep."""
    reviews = {split: sentences.load(split) for split in sentences.SPLITS}
    reviews["train"] = reviews["train"][: config.train_sentences]
    return ReviewData(reviews, config.vocabulary, config.limit)


def kept(file: Path | None, job: dict[str, Any]) -> list[dict]:
    """The runs that a file holds, one a line, if they belong to this job; else the file begins anew."""
    if file is None:
        return []
    if file.exists() and (lines := file.read_text("utf-8").splitlines()) and json.loads(lines[0]) == job:
        return [json.loads(line) for line in lines[1:]]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(job) + "\n", "utf-8")
    return []


def sweep(config: Config, seeds: list[int], file: Path | None, progress: bool) -> list[dict[str, Any]]:
    """Train every setting with every seed. Finished runs are appended to `file`, and not done twice."""
    data, jobs = read_data(config), [(i, seed) for seed in seeds for i in range(config.settings)]
    settings = settings_of(config)
    done = kept(file, {"config": asdict(config), "seeds": seeds})
    for i, seed in jobs[len(done) :]:
        done.append({"setting": i, "seed": seed, **one_run(settings[i], data, config.epochs, seed)})
        if file is not None:
            with file.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps(done[-1]) + "\n")
        if progress:
            print(f"seed {seed} setting {i}: valid {done[-1]['valid']:.1f} {settings[i]}", flush=True)
    return [
        {**asdict(setting), **{k: [r[k] for r in done if r["setting"] == i] for k in ("valid", "test", "seconds")}}
        for i, setting in enumerate(settings)
    ]


def luck(rows: list[dict[str, Any]], seeds: int) -> dict[str, list[float]]:
    """What picking by one seed gives: valid of the pick, valid of the same setting on other seeds, its test."""
    found: dict[str, list[float]] = {"picked": [], "again": [], "test": []}
    for s in range(seeds):
        best = max(rows, key=lambda row: row["valid"][s])
        found["picked"].append(best["valid"][s])
        found["again"].append(mean(v for i, v in enumerate(best["valid"]) if i != s) if seeds > 1 else best["valid"][s])
        found["test"].append(best["test"][s])
    return found


def summarise(rows: list[dict[str, Any]], seeds: int) -> dict[str, Any]:
    """Values for the page: the best setting, the default, the worst, the luck in picking, and the noise."""
    best = max(rows, key=lambda row: mean(row["valid"]))
    worst = min(rows, key=lambda row: mean(row["valid"]))
    values: dict[str, Any] = {}
    for name, row in {"best": best, "default": rows[0], "worst": worst}.items():
        for split in ("valid", "test"):
            values |= keyed(f"{name}.{split}", f"{name} setting: {split} accuracy", row[split], "%", 1)
        values |= keyed(f"{name}.seconds", f"{name} setting: processor time of a run", row["seconds"], "s", 1)
    lost = luck(rows, seeds)
    values |= keyed("picked.valid", "picked by one seed: valid accuracy in the sweep", lost["picked"], "%", 1)
    values |= keyed("picked.again", "the same settings, other seeds: valid accuracy", lost["again"], "%", 1)
    values |= keyed("picked.test", "the same settings: test accuracy", lost["test"], "%", 1)
    if seeds > 1:
        spread = mean(stdev(row["valid"]) for row in rows if mean(row["valid"]) > 65)
        values |= keyed("noise", "standard deviation over seeds, mean over settings above 65 %", [spread], "points", 2)
    error = 100 * standard_error(mean(best["valid"]) / 100, 1_000)
    values |= keyed("chance", "standard error from 1,000 sentences", [error], "points", 2)
    close = sum(mean(best["valid"]) - mean(row["valid"]) < 2 * error for row in rows)
    values |= keyed("close", "settings within two standard errors of the best", [close], "", 0)
    failed = sum(mean(row["valid"]) < 55 for row in rows)
    values |= keyed("failed", "settings that learnt nothing (valid below 55 %)", [failed], "", 0)
    values |= keyed("runs", "runs of the sweep", [sum(len(row["valid"]) for row in rows)], "", 0)
    total = sum(sum(row["seconds"]) for row in rows) / 60
    return values | keyed("minutes", "processor time of the sweep", [total], "minutes", 1)


def counted(config: Config) -> float:
    """Test accuracy of counted words with logistic regression, in per cent."""
    train, test = sentences.load("train")[: config.train_sentences], sentences.load("test")
    model = tfidf_logistic(2).fit([r.text for r in train], [r.label for r in train])
    return 100 * model.score([r.text for r in test], [r.label for r in test])


def run(
    seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True
) -> Outcome:
    """The sweep; with `runs` it goes on after a kill. `workers` changes nothing."""
    del workers
    torch.set_num_threads(1)
    config = Config(settings=5, epochs=2, train_sentences=2_000) if quick else Config()
    rows = sweep(config, seeds, None if runs is None else runs / "tuning.jsonl", progress)
    values = summarise(rows, len(seeds)) | keyed(
        "tfidf.test", "words and pairs counted, logistic regression: test accuracy", [counted(config)], "%", 1
    )
    scores = [mean(row["valid"]) for row in rows]
    body = {
        "sweep": rows,
        "expected": [expected_best(scores, n) for n in range(1, len(rows) + 1)],
    }
    return Outcome(values, body, asdict(config))
