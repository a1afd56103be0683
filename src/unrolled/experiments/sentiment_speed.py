"""How many film reviews a second does training get through: packed, padded, bucketed, by a budget of tokens?"""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import torch
from torch import nn

from unrolled.data import imdb
from unrolled.data.batching import Batch, buckets, collate
from unrolled.data.padding import random_batches, waste
from unrolled.measure import Outcome, keyed
from unrolled.models.packed_classifier import CommonClassifier, with_weights_of
from unrolled.review_task import ReviewData, loss_of
from unrolled.update import update

QUESTION = "How many film reviews a second does training get through: packed, padded, bucketed, by a budget of tokens?"
TIMED = ("*",)  # every value measures the machine: `confirm` does not compare them


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """A bidirectional LSTM on one thread. `limits`: the longest review in tokens."""

    vocabulary: int = 20_000
    embedding: int = 100
    hidden: int = 300
    limits: tuple[int, ...] = (500,)
    reviews: int = 32  # of a batch, where their number is fixed
    budget: int = 16_000  # tokens of a batch, where that is fixed
    batches: int = 4  # of each form, in each repetition
    repeats: int = 2
    train_reviews: int = 20_000
    clip: float = 1.0


class Form(NamedTuple):
    """A way to train: how batches are made, which model reads them, and the optimizer."""

    batches: str  # "random", "bucketed" or "budget"
    model: str  # "packed", "padded" or "flipped"
    fused: bool = False


FORMS = {
    "random, packed": Form("random", "packed"),
    "random, padded": Form("random", "padded"),
    "bucketed, padded": Form("bucketed", "padded"),
    "bucketed, flipped": Form("bucketed", "flipped"),
    "budget, flipped": Form("budget", "flipped"),
    "budget, flipped, fused": Form("budget", "flipped", fused=True),
}
# --8<-- [end:config]
QUICK = Config(vocabulary=500, embedding=16, hidden=16, limits=(100,), reviews=8, budget=800, batches=2, repeats=1,
               train_reviews=500)  # fmt: skip


def key_of(form: str) -> str:
    """The name of a form as a part of a key."""
    return form.replace(", ", "_")


def groups_of(lengths: Sequence[int], how: str, config: Config, generator: torch.Generator) -> list[list[int]]:
    """All batches of an epoch, as places in the split."""
    if how == "budget":
        return buckets(lengths, config.budget, generator)
    if how == "random":
        return random_batches(len(lengths), config.reviews, generator)
    order = torch.argsort(torch.tensor(lengths), stable=True).tolist()
    return [order[i : i + config.reviews] for i in range(0, len(order), config.reviews)]


# --8<-- [start:sample]
def spread(groups: list[list[int]], lengths: Sequence[int], count: int, generator: torch.Generator) -> list[list[int]]:
    """`count` batches of an epoch, spread evenly over their lengths from a random start, so that none is favoured."""
    ranked = sorted(groups, key=lambda group: sum(lengths[i] for i in group) / len(group))
    start = float(torch.rand(1, generator=generator))
    return [ranked[int((i + start) * len(ranked) / count)] for i in range(min(count, len(ranked)))]


# --8<-- [end:sample]


def trainer(form: Form, common: CommonClassifier, batches: list[Batch], clip: float) -> Callable[[], None]:
    """Training on some batches, as a function of nothing: forward, backward, clipping, one step each."""
    model: nn.Module = common
    if form.model == "flipped":
        model = with_weights_of(common)
    else:
        model = CommonClassifier(*common.embed.weight.shape, common.recurrent.hidden_size, form.model == "packed")
        model.load_state_dict(common.state_dict())
    optimizer = (
        torch.optim.AdamW(model.parameters(), 1e-3, fused=True) if form.fused else torch.optim.Adam(model.parameters())
    )

    def work() -> None:
        for batch in batches:
            update(model, loss_of(model, batch), optimizer, clip)

    return work


def one_draw(config: Config, data: ReviewData, limit: int, seed: int) -> dict[str, Any]:
    """One draw of batches in every form, trained in turns. Returns: reviews a second, waste, and loading times."""
    generator = torch.Generator().manual_seed(seed)
    torch.manual_seed(seed)
    rows, labels = data.indices["train"], data.labels["train"]
    lengths = [len(row) for row in rows]
    common = CommonClassifier(len(data.vocabulary), config.embedding, config.hidden, packed=True)
    works, reviews, wasted, loading = {}, {}, {}, {}
    for name, form in FORMS.items():
        began = time.process_time()
        groups = groups_of(lengths, form.batches, config, generator)
        grouping = (time.process_time() - began) / len(rows)  # for a review: the whole epoch is grouped at once
        chosen = spread(groups, lengths, config.batches, generator)
        began = time.process_time()
        batches = [collate([rows[i] for i in group], [labels[i] for i in group]) for group in chosen]
        reviews[name] = sum(map(len, chosen))
        loading[name] = grouping + (time.process_time() - began) / reviews[name]
        wasted[name] = 100 * waste(lengths, groups)
        works[name] = trainer(form, common, batches, config.clip)
    seconds: dict[str, list[float]] = {name: [] for name in FORMS}
    for _ in range(config.repeats):
        for name, work in works.items():
            began = time.process_time()
            work()
            seconds[name].append((time.process_time() - began) / reviews[name])
    return {"limit": limit, "seconds": seconds, "waste": wasted, "loading": loading}


def values_of(limit: int, draws: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The values of one limit: speed, ratios taken within a repetition, waste, and the share of loading."""
    values: dict[str, dict] = {}
    for name in FORMS:
        key, label = f"{limit}.{key_of(name)}", f"at most {limit:,} tokens, {name}"
        times = [draw["seconds"] for draw in draws]
        share = [100 * d["loading"][name] / (d["loading"][name] + median(d["seconds"][name])) for d in draws]
        values |= keyed(key, f"{label}: reviews a second", [1 / median(t[name]) for t in times], "reviews/s")
        values |= keyed(f"{key}.waste", f"{label}: padding", [d["waste"][name] for d in draws], "%", 0)
        values |= keyed(f"{key}.loading", f"{label}: loading, share of a training step", share, "%", 2)
        for other in ("random, packed", "random, padded"):
            ratio = [median(a / b for a, b in zip(t[other], t[name], strict=True)) for t in times]
            values |= keyed(f"{key}.against_{other.split()[-1]}", f"{label}: speed against {other}", ratio, "×")
    return values


def run(seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True):
    """Time every form on a draw of batches for each seed, in one process. `workers` changes nothing."""
    del workers
    config = QUICK if quick else Config()
    torch.set_num_threads(1)
    if runs is not None:
        runs.mkdir(parents=True, exist_ok=True)
    reviews = {name: imdb.load(name)[: config.train_reviews if name == "train" else 1] for name in imdb.SPLITS}
    values: dict[str, dict] = {}
    body: dict[str, list] = {}
    for limit in config.limits:
        data = ReviewData(reviews, config.vocabulary, limit)
        one_draw(replace(config, batches=1, repeats=1), data, limit, 0)  # to warm up: not counted
        draws = []
        for seed in seeds:
            saved = runs and runs / f"sentiment_speed-{limit}-{seed}.json"
            if saved and saved.exists():
                draws.append(json.loads(saved.read_text("utf-8")))
                continue
            draws.append(one_draw(config, data, limit, seed))
            if saved:
                saved.write_text(json.dumps(draws[-1]), "utf-8")
            if progress:
                print(f"limit {limit}, seed {seed}: done", flush=True)
        values |= values_of(limit, draws)
        body[str(limit)] = draws
    return Outcome(values, body, {"all": asdict(config)})
