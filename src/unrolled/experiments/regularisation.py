"""What is each regulariser worth, alone and all together, on short film reviews?"""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import torch
from torch import nn

from unrolled.baselines import counts_accuracy
from unrolled.cells.cell import Cell
from unrolled.cells.layer_norm import LayerNormLSTMCell
from unrolled.cells.lstm import LSTMCell
from unrolled.cells.recurrent_dropout import CandidateDropoutLSTMCell, RecurrentDropout
from unrolled.cells.weight_drop import WeightDrop
from unrolled.cells.zoneout import Zoneout
from unrolled.data import sentences
from unrolled.experiments import tying
from unrolled.experiments.regularisation_report import curves, summarise
from unrolled.layers.dropout import LockedDropout
from unrolled.measure import Outcome, keyed, peak_memory
from unrolled.models.cell_classifier import CellClassifier
from unrolled.review_task import ReviewData, log_odds, loss_of
from unrolled.training import FitConfig, fit

QUESTION = "What is each regulariser worth, alone and all together, on short film reviews?"
SEVERAL = ("*.error_*", "curves.*")  # keys of what takes more than one seed
NO_CLIP = 1e9


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """What all variants share. Nothing here regularises; every variant trains for all `epochs`."""

    vocabulary: int = 8_000
    embedding: int = 32
    hidden: int = 32
    limit: int = 60  # longest sentence in tokens
    budget: int = 2_500  # tokens a batch
    train_sentences: int = 6_530
    seen: int = 1_000  # of them, to measure accuracy on
    fit: FitConfig = field(
        default_factory=lambda: FitConfig(
            epochs=6, learning_rate=6e-3, weight_decay=0.0, warmup=50, clip=NO_CLIP, patience=6
        )
    )


@dataclass(frozen=True)
class Variant:
    """One row of the table: what it adds to a plain LSTM."""

    dropout: float = 0.0  # on embeddings and outputs, drawn anew at each step
    locked: float = 0.0  # on embeddings and outputs, one mask a sentence
    word_dropout: float = 0.0
    recurrent: float = 0.0  # on h, one mask a sentence
    candidate: float = 0.0  # on g, one mask a sentence
    weight_drop: float = 0.0  # on U, one mask a batch
    zoneout: tuple[float, float] = (0.0, 0.0)  # of h and of c
    weight_decay: float = 0.0
    layer_norm: bool = False
    orthogonal: bool = False
    forget_bias: bool = False
    clip: bool = False


VARIANTS = {
    "none": Variant(),
    "dropout": Variant(dropout=0.5),
    "locked dropout": Variant(locked=0.5),
    "word dropout": Variant(word_dropout=0.3),
    "recurrent dropout": Variant(recurrent=0.3),
    "candidate dropout": Variant(candidate=0.3),
    "weight drop": Variant(weight_drop=0.5),
    "zoneout": Variant(zoneout=(0.05, 0.5)),
    "weight decay": Variant(weight_decay=0.5),
    "layer norm": Variant(layer_norm=True),
    "layer norm, bias 1": Variant(layer_norm=True, forget_bias=True),
    "orthogonal U": Variant(orthogonal=True),
    "forget bias 1": Variant(forget_bias=True),
    "clipping": Variant(clip=True),
    "all together": Variant(
        locked=0.5, word_dropout=0.3, recurrent=0.3, weight_decay=0.5, orthogonal=True, forget_bias=True, clip=True
    ),
}
# --8<-- [end:config]


def make_cell(variant: Variant, config: Config) -> Cell:
    """The cell of a variant, its weights drawn and set before anything is wrapped around it."""
    make: Callable[[int, int], Any] = LayerNormLSTMCell if variant.layer_norm else LSTMCell
    if variant.candidate:
        make = partial(CandidateDropoutLSTMCell, rate=variant.candidate)
    cell: Cell = make(config.embedding, config.hidden)
    with torch.no_grad():
        if variant.orthogonal:
            for block in cell.U.split(config.hidden):  # one square block a gate
                nn.init.orthogonal_(block)
        if variant.forget_bias:
            cell.b[config.hidden : 2 * config.hidden] = 1.0
    if variant.recurrent:
        cell = RecurrentDropout(cell, variant.recurrent)
    if variant.weight_drop:
        cell = WeightDrop(cell, variant.weight_drop)
    return Zoneout(cell, *variant.zoneout) if any(variant.zoneout) else cell


def make_model(variant: Variant, config: Config, words: int, seed: int) -> CellClassifier:
    """The model of a variant. Of two variants with the same seed, all weights that both have start alike."""
    torch.manual_seed(seed)
    cell = make_cell(variant, config)
    torch.manual_seed(seed)
    dropout = partial(LockedDropout, variant.locked) if variant.locked else partial(nn.Dropout, variant.dropout)
    return CellClassifier(words, cell, dropout, variant.word_dropout)


def one_run(variant: Variant, config: Config, data: ReviewData, seed: int) -> dict[str, Any]:
    """Train one model: accuracies after each epoch, and which test sentences it got right, last and when stopped."""
    model = make_model(variant, config, len(data.vocabulary), seed)
    labels = {split: torch.tensor(data.labels[split]) for split in ("seen", "valid", "test")}
    right: list[torch.Tensor] = []

    def evaluate(model: nn.Module) -> dict[str, float]:
        scores = {split: log_odds(model, data, split, 4_000) for split in labels}
        hits = {split: (scores[split] > 0) == labels[split] for split in labels}
        right.append(hits["test"].float())
        loss = nn.functional.binary_cross_entropy_with_logits(scores["valid"], labels["valid"].float())
        return {"loss": loss.item(), **{split: 100 * hit.float().mean().item() for split, hit in hits.items()}}

    began = time.process_time()
    settings = replace(
        config.fit, seed=seed, weight_decay=variant.weight_decay, clip=1.0 if variant.clip else config.fit.clip
    )
    history = fit(
        model, lambda shuffle: [batch for _, batch in data.batches("train", config.budget, shuffle)], loss_of, evaluate,
        settings, len(data.batches("train", config.budget)),
    )  # fmt: skip
    return {
        "epochs": history.epochs,
        "best": history.best,
        "right": {"last": right[-1], "stopped": right[history.best]},
        "seconds": time.process_time() - began,
    }


def run(
    seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True
) -> Outcome:
    """Every variant with every seed, then the word models. `workers` and `runs` change nothing."""
    del workers, runs
    torch.set_num_threads(1)
    config = Config()
    if quick:
        config = replace(config, train_sentences=2_500, fit=replace(config.fit, epochs=4, warmup=10))
    reviews = {split: sentences.load(split) for split in sentences.SPLITS}
    reviews["train"] = reviews["train"][: config.train_sentences]
    reviews["seen"] = reviews["train"][: config.seen]
    data = ReviewData(reviews, config.vocabulary, config.limit)
    results: dict[str, list[dict]] = {name: [] for name in VARIANTS}
    for seed in seeds:  # seeds outside: what the machine does meanwhile falls on all variants
        for name, variant in VARIANTS.items():
            results[name].append(one_run(variant, config, data, seed))
            if progress:
                last = results[name][-1]["epochs"]
                print(f"seed {seed} {name}: test {last[-1]['test']:.1f}, seen {last[-1]['seen']:.1f}", flush=True)
    values = summarise(results)
    label = "words and pairs counted, logistic regression: test accuracy"
    values |= keyed("tfidf.test", label, [counts_accuracy(2, reviews["train"], reviews["test"])], "%", 1)
    words, word_body, word_config = tying.run(seeds, reviews, quick)
    values |= words
    values |= keyed("peak_mib", "largest memory of the process", [peak_memory()], "MiB", 0)
    body = {"curves": curves(results), "tying": word_body}
    settings = {name: asdict(variant) for name, variant in VARIANTS.items()}
    return Outcome(values, body, {"classifier": asdict(config), "variants": settings, "tying": word_config})
