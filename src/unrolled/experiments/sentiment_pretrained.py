"""Does guessing the next word of the training reviews first make an LSTM better at judging them?"""

import copy
import json
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import torch
from torch import nn

from unrolled.data import imdb
from unrolled.data.batching import Batch
from unrolled.experiments.negation import by_frame, probe_scores
from unrolled.experiments.pretrained_report import report
from unrolled.experiments.sentiment_ensemble import counts
from unrolled.experiments.sentiment_report import trajectory
from unrolled.measure import Outcome, peak_memory
from unrolled.models.both_ways import BothWays
from unrolled.models.classifier import Classifier
from unrolled.models.ladder import start_from
from unrolled.review_task import ReviewData, log_odds, train
from unrolled.training import FitConfig, fit
from unrolled.vectors import train_vectors

QUESTION = "Does guessing the next word of the training reviews first make an LSTM better at judging them?"
TIMED = ("*.minutes", "*.peak_mib", "curves.*seconds", "guessing.*seconds")  # measures of the machine
SEVERAL = ("ensemble.*", "surest.*", "confusion.*", "negation.*")  # keys of what takes more than one seed


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """A bidirectional LSTM. `guessing` trains it as a language model, `judging` on the labels afterwards.

    `limit` and `guessing_limit`: the longest review in tokens, for each.
    """

    vocabulary: int = 15_000
    cutoffs: tuple[int, ...] = (400, 2_000)
    embedding: int = 128
    hidden: int = 128
    dropout: float = 0.4
    word_dropout: float = 0.2
    limit: int = 400
    guessing_limit: int = 250
    budget: int = 8_000
    train_reviews: int = 20_000
    pretrain: bool = True
    guessing: FitConfig = field(
        default_factory=lambda: FitConfig(epochs=2, learning_rate=4e-3, weight_decay=0.0, patience=9)
    )
    judging: FitConfig = field(default_factory=lambda: FitConfig(epochs=3))


VARIANTS = {"pretrained": Config(), "vectors": Config(pretrain=False)}
# --8<-- [end:config]
FEW = FitConfig(epochs=1, learning_rate=4e-3, warmup=10)
QUICK = {
    "pretrained": Config(vocabulary=3_000, cutoffs=(300, 1_000), embedding=32, hidden=32, limit=60, guessing_limit=60,
                         budget=3_000, train_reviews=2_000, guessing=FEW, judging=FEW)
}  # fmt: skip


def read_data(config: Config) -> ReviewData:
    """The reviews of a configuration, by split."""
    reviews = {name: imdb.load(name) for name in imdb.SPLITS}
    reviews["train"] = reviews["train"][: config.train_reviews]
    return ReviewData(reviews, config.vocabulary, config.limit)


def beginnings(data: ReviewData, limit: int) -> ReviewData:
    """The same reviews and words, each review cut after `limit` tokens."""
    cut = copy.copy(data)
    cut.indices = {name: [row[:limit] for row in rows] for name, rows in data.indices.items()}
    return cut


# --8<-- [start:pretrain]
def pretrain(
    model: Classifier, data: ReviewData, config: Config, checkpoint: Path | None = None, progress: bool = False
) -> list[dict[str, float]]:
    """Train the embedding and both LSTMs of a classifier to guess words. No label is looked at."""
    both = BothWays(model, list(config.cutoffs))

    def loss_of(both: nn.Module, batch: Batch) -> torch.Tensor:
        return both.loss(batch.tokens, batch.lengths)

    def evaluate(both: nn.Module) -> dict[str, float]:
        total = count = 0.0
        for _, batch in data.batches("valid", config.budget):
            guessed = 2 * float((batch.lengths - 1).sum())  # words in both directions
            total, count = total + guessed * loss_of(both, batch).item(), count + guessed
        return {"loss": total / count}

    def batches(shuffle: torch.Generator) -> list[Batch]:
        return [batch for _, batch in data.batches("train", config.budget, shuffle) if int(batch.lengths.max()) > 1]

    steps = len(data.batches("train", config.budget))
    return fit(both, batches, loss_of, evaluate, config.guessing, steps, checkpoint, progress).epochs


# --8<-- [end:pretrain]


def build(config: Config, data: ReviewData) -> Classifier:
    """The classifier, its embedding from the vectors of the training reviews."""
    torch.manual_seed(config.judging.seed)
    model = Classifier(
        len(data.vocabulary), config.embedding, config.hidden, bidirectional=True, dropout=config.dropout,
        word_dropout=config.word_dropout, backend="torch",
    )  # fmt: skip
    start_from(model.embed, train_vectors(data.indices["train"], len(data.vocabulary), config.embedding))
    return model


def one_run(config: Config, stem: Path | None = None, progress: bool = False) -> dict[str, Any]:
    """Pre-train, fine-tune and test one model. `stem`: where its two checkpoints and its result are kept."""
    torch.set_num_threads(1)
    files = {what: stem and stem.with_name(f"{stem.name}-{what}") for what in ("lm.safetensors", "safetensors", "json")}
    if files["json"] and files["json"].exists():
        return json.loads(files["json"].read_text("utf-8"))
    data = read_data(config)
    began = time.process_time()
    model = build(config, data)
    texts = beginnings(data, config.guessing_limit)
    guessing = pretrain(model, texts, config, files["lm.safetensors"], progress) if config.pretrain else []
    pretrained = time.process_time()
    judging = train(model, data, config.judging, config.budget, files["safetensors"], progress)
    ended = time.process_time()
    model.eval()
    found = {
        "scores": log_odds(model, data, "test", config.budget).tolist(),
        "probes": probe_scores(model, data.vocabulary),
        "trajectory": trajectory(model, data.vocabulary),
        "guessing": guessing,
        "history": judging.epochs,
        "best_epoch": judging.best + 1,
        "minutes": {"guessing": (pretrained - began) / 60, "judging": (ended - pretrained) / 60},
        "peak_mib": peak_memory(),
        "parameters": sum(p.numel() for p in model.parameters()),
    }
    if files["json"]:
        files["json"].write_text(json.dumps(found), "utf-8")
    return found


def run(seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True):
    """Run every variant with every seed, each in a process of its own. Returns values and body for the record."""
    variants = QUICK if quick else VARIANTS
    if runs is not None:
        runs.mkdir(parents=True, exist_ok=True)
    jobs = {
        (name, seed): replace(c, guessing=replace(c.guessing, seed=seed), judging=replace(c.judging, seed=seed))
        for name, c in variants.items()
        for seed in seeds
    }
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        counted = pool.submit(counts, variants["pretrained"].train_reviews)
        waiting = {
            job: pool.submit(one_run, config, runs and runs / f"sentiment_pretrained-{job[0]}-{job[1]}", progress)
            for job, config in jobs.items()
        }
        found: dict[str, list[dict[str, Any]]] = {}
        for (name, _), future in waiting.items():
            found.setdefault(name, []).append(future.result())
    values, body = report(found, counted.result(), imdb.load("test"))
    body["negation"] = by_frame(found)
    return Outcome(values, body, {name: asdict(config) for name, config in variants.items()})
