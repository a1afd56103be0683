"""How many film reviews a second does training get through: packed, padded, bucketed, by a budget of tokens?"""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import product
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import torch
from torch import nn

from unrolled.data import imdb
from unrolled.data.batching import Batch, buckets, collate
from unrolled.data.padding import random_batches, waste
from unrolled.denormals import denormals
from unrolled.experiments.epoch_sample import per_review, spread
from unrolled.experiments.kept import kept
from unrolled.measure import Outcome, keyed
from unrolled.models.packed_classifier import CommonClassifier, with_weights_of
from unrolled.review_task import ReviewData, loss_of
from unrolled.turns import ratio, seconds
from unrolled.update import update

QUESTION = "How many film reviews a second does training get through: packed, padded, bucketed, by a budget of tokens?"
TIMED = ("*",)  # every value measures the machine: `confirm` does not compare them


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """A bidirectional LSTM on one thread.

    `limit`: the longest review in tokens. `batches`: how many are timed of each kind, in each repetition. Those drawn
    at random are much alike, so two will do.
    """

    vocabulary: int = 20_000
    embedding: int = 100
    hidden: int = 300
    limit: int = 500
    reviews: int = 32  # of a batch, where their number is fixed
    budget: int = 16_000  # tokens of a batch, where that is fixed
    batches: dict[str, int] = field(default_factory=lambda: {"random": 2, "bucketed": 12, "budget": 12})
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
FLUSHED = {"seconds": False, "flushed": True}  # denormal numbers: kept, then taken for zero
# --8<-- [end:config]
QUICK = Config(vocabulary=500, embedding=16, hidden=16, limit=100, reviews=8, budget=800,
               batches={"random": 2, "bucketed": 2, "budget": 2}, repeats=1,
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


def one_draw(config: Config, data: ReviewData, seed: int) -> dict[str, Any]:
    """One draw of batches in every form, trained in turns, with denormal numbers kept and flushed.

    Returns:
        seconds, flushed: for each form, the seconds a review in each repetition.
        waste, loading: for each form, the share of padding, and the seconds to make the batches, a review.
    """
    generator = torch.Generator().manual_seed(seed)
    torch.manual_seed(seed)
    start = torch.rand(1, generator=generator).item()  # one for all forms: the same parts of the epoch
    rows, labels = data.indices["train"], data.labels["train"]
    lengths = [len(row) for row in rows]
    common = CommonClassifier(len(data.vocabulary), config.embedding, config.hidden, packed=True)
    works, shares, wasted, loading = {}, {}, {}, {}
    for name, form in FORMS.items():
        began = time.process_time()
        groups = groups_of(lengths, form.batches, config, generator)
        grouping = (time.process_time() - began) / len(rows)  # for a review: the whole epoch is grouped at once
        chosen = spread(groups, lengths, config.batches[form.batches], start)
        shares[name] = (len(chosen), len(groups), len(rows))
        began = time.process_time()
        batches = [collate([rows[i] for i in group], [labels[i] for i in group]) for group in chosen]
        loading[name] = grouping + per_review(time.process_time() - began, *shares[name])
        wasted[name] = 100 * waste(lengths, groups)
        works[name] = {how: trainer(form, common, batches, config.clip) for how in FLUSHED}
    found: dict[str, Any] = {how: {name: [] for name in FORMS} for how in FLUSHED}
    for _, (name, work), how in product(range(config.repeats), works.items(), FLUSHED):
        with denormals(FLUSHED[how]):
            found[how][name].append(per_review(seconds(work[how]), *shares[name]))
    return found | {"waste": wasted, "loading": loading}


def values_of(limit: int, draws: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Speed, ratios taken within a repetition, waste, and the share of loading. `limit`: for the labels."""
    values: dict[str, dict] = {}
    for name, (how, flushed) in product(FORMS, FLUSHED.items()):
        key = key_of(name) + (".flushed" if flushed else "")
        label = f"at most {limit:,} tokens, {name}{', denormals flushed' if flushed else ''}"
        times = [draw[how] for draw in draws]
        share = [100 * d["loading"][name] / (d["loading"][name] + median(d[how][name])) for d in draws]
        values |= keyed(key, f"{label}: reviews a second", [1 / median(t[name]) for t in times], "reviews/s")
        values |= keyed(f"{key}.loading", f"{label}: loading, share of a training step", share, "%", 2)
        for other in ("random, packed", "random, padded"):
            gains = [ratio(t, other, name) for t in times]
            values |= keyed(f"{key}.against_{other.split()[-1]}", f"{label}: speed against {other}", gains, "×")
        if flushed:
            gains = [ratio({which: draw[which][name] for which in FLUSHED}, "seconds", "flushed") for draw in draws]
            values |= keyed(f"{key}.gain", f"{label}: speed against the same, denormals kept", gains, "×")
        else:
            values |= keyed(f"{key}.waste", f"{label}: padding", [d["waste"][name] for d in draws], "%", 0)
    return values


def run(seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True):
    """Time every form on a draw of batches for each seed, in one process. `workers` changes nothing."""
    del workers
    config = QUICK if quick else Config()
    torch.set_num_threads(1)
    reviews = {name: imdb.load(name)[: config.train_reviews if name == "train" else 1] for name in imdb.SPLITS}
    data = ReviewData(reviews, config.vocabulary, config.limit)
    one_draw(replace(config, batches=dict.fromkeys(config.batches, 1), repeats=1), data, 0)  # to warm up: not counted
    draws = []
    for seed in seeds:
        file = runs and runs / f"sentiment_speed-{seed}.json"
        draws.append(kept(file, asdict(config), lambda seed=seed: one_draw(config, data, seed)))
        if progress:
            print(f"seed {seed}: done", flush=True)
    return Outcome(values_of(config.limit, draws), {"draws": draws}, {"all": asdict(config)})
