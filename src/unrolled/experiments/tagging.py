"""How well does a bidirectional GRU tag words, and what do the right context, the spelling and a CRF add?"""

import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import torch

from unrolled.experiments.tagging_report import body_of, model_values, packing_values
from unrolled.experiments.tagging_speed import packing
from unrolled.experiments.tagging_tasks import TASKS, read_task
from unrolled.measure import Outcome, peak_memory
from unrolled.models.crf import marginals
from unrolled.models.tagger import Tagger
from unrolled.tag_baseline import MostFrequentTag
from unrolled.tag_task import TagData, collate_tags, tag_split, train
from unrolled.training import FitConfig

QUESTION = (
    "How well does a bidirectional GRU tag words, beside the commonest tag of each word, and what does a CRF add?"
)
TIMED = ("packing.*",)  # keys of what measures the machine: `confirm` does not compare them
SEVERAL = ("confused.*",)  # keys of what takes more than one seed
ADDRESS = "100 N Elm St Apt 4 Rose Hill NC 28458"  # made up


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """One kind of model on one task. `budget` tokens a batch; `train_rows` None takes all."""

    task: str
    head: str = "softmax"
    bidirectional: bool = True
    spelling: bool = True
    embedding: int = 64
    hidden: int = 64
    dropout: float = 0.3
    feature_dropout: float = 0.1
    budget: int = 1_000
    train_rows: int | None = None
    backend: str = "torch"
    fit: FitConfig = field(default_factory=FitConfig)


def settings(epochs: int) -> FitConfig:
    """All models of a task train alike; the valid split chooses the epoch."""
    return FitConfig(epochs=epochs, learning_rate=5e-3, warmup=20, patience=epochs, watch="score")


def arms(task: Config, *names: str) -> dict[str, Config]:
    """Models of one task, each changed in one thing."""
    changes: dict[str, dict[str, Any]] = {
        "softmax": {}, "crf": {"head": "crf"}, "forward": {"bidirectional": False}, "words": {"spelling": False},
    }  # fmt: skip
    return {f"{task.task}.{name}": replace(task, **changes[name]) for name in names}


VARIANTS = (
    arms(Config("truecase", budget=600, fit=settings(5)), "softmax", "crf", "forward")
    | arms(Config("atis", fit=settings(6)), "softmax", "crf", "forward", "words")
    | arms(Config("wnut", dropout=0.4, fit=settings(8)), "softmax", "crf", "words")
    | arms(Config("address", budget=400, fit=settings(15)), "softmax", "crf", "words")
)
QUICK = arms(Config("truecase", budget=400, train_rows=1_000, fit=settings(3)), "softmax", "crf", "forward")
# --8<-- [end:config]


def one_run(config: Config, data: TagData, seed: int, checkpoint: Path | None, progress: bool) -> dict[str, Any]:
    """Train one model, and tag the test split with it."""
    torch.manual_seed(seed)
    model = Tagger(
        len(data.features.vocabulary), len(data.names), config.embedding, config.hidden,
        bidirectional=config.bidirectional, head=config.head, dropout=config.dropout,
        feature_dropout=config.feature_dropout, backend=config.backend,
    )  # fmt: skip
    began = time.process_time()
    fit = replace(config.fit, seed=seed)
    history = train(model, data, TASKS[config.task].metric, fit, config.budget, checkpoint, progress)
    seconds = time.process_time() - began
    return {
        "guess": tag_split(model.eval(), data, "test", config.budget),
        "history": history.epochs,
        "seconds": seconds,
        "parameters": sum(p.numel() for p in model.parameters()),
        "marginals": chances(model, data, ADDRESS) if (config.task, config.head) == ("address", "crf") else None,
    }


@torch.no_grad()
def chances(model: Tagger, data: TagData, text: str) -> dict[str, Any]:
    """Probability of each tag for each word of one text, by the CRF."""
    words = text.split()
    batch = collate_tags([data.features.encode(words)], [[0] * len(words)])
    table = marginals(model.crf, model.scores(batch.tokens, batch.lengths), batch.lengths)[0]
    seen = [k for k in range(len(data.names)) if table[:, k].max() > 0.05]
    return {"words": words, "tags": [data.names[k] for k in seen], "chance": table[:, seen].tolist()}


def one_arm(name: str, config: Config, seeds: list[int], runs: Path | None, progress: bool) -> dict[str, Any]:
    """All seeds of one model, and the largest memory of the process they ran in."""
    torch.set_num_threads(1)
    data = TagData(read_task(config.task, config.train_rows), config.spelling)
    files = [runs and runs / f"tagging-{name}-{seed}.safetensors" for seed in seeds]
    found = [one_run(config, data, seed, file, progress) for seed, file in zip(seeds, files, strict=True)]
    return {"runs": found, "peak_mib": peak_memory()}


def most_frequent(task: str, train_rows: int | None) -> dict[str, Any]:
    """The baseline of a task: its tags on the test split."""
    rows = read_task(task, train_rows)
    model = MostFrequentTag(rows["train"], lower=True)
    return {"runs": [{"guess": [model.tag(row.words) for row in rows["test"]]}]}


def run(seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True):
    """Run every model, each in a process of its own. Returns values and body for the record."""
    variants = QUICK if quick else VARIANTS
    tasks = {config.task: config.train_rows for config in variants.values()}
    if runs is not None:
        runs.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        jobs = {n: pool.submit(one_arm, n, config, seeds, runs, progress) for n, config in variants.items()}
        pack = pool.submit(packing, seeds, quick)
        found = {f"{task}.baseline": most_frequent(task, limit) for task, limit in tasks.items()}
        found |= {name: job.result() for name, job in jobs.items()}
        speeds = pack.result()
    rows = {task: read_task(task, limit) for task, limit in tasks.items()}
    values = model_values(found, rows) | packing_values(speeds)
    return Outcome(values, body_of(found, rows), {name: asdict(config) for name, config in variants.items()})
