"""German and English captions into English and French: with attention, and through one vector."""

import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import torch
from torch import nn

from unrolled.data.pairs import collate_pairs
from unrolled.data.specials import BOS, EOS
from unrolled.data.subwords import Subwords
from unrolled.experiments.kept import kept
from unrolled.experiments.translation_report import baselines, summarise
from unrolled.experiments.translation_rows import Rows, rows_of
from unrolled.free_run import weights_of_steps
from unrolled.measure import Outcome, peak_memory
from unrolled.models.seq2seq import Seq2Seq
from unrolled.training import FitConfig
from unrolled.translation_score import bleu
from unrolled.translation_task import PairData, Search, free_running, teacher_forced, train, translate

QUESTION = "How well does a GRU translate captions, and what are attention and a beam worth?"


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """One direction and one model. One vocabulary of subwords, learned from both sides of the training texts.

    Args:
        budget: tokens of a batch on each side.
        smoothing: share of each answer's weight that is spread over the vocabulary.
        width: of the beam that translates the test sentences.
        alpha: its length normalisation.
    """

    source: str = "de"
    target: str = "en"
    attention: str | None = "additive"
    subwords: int = 4_000
    embedding: int = 256
    hidden: int = 256
    dropout: float = 0.3
    smoothing: float = 0.1
    budget: int = 1_500
    width: int = 5
    alpha: float = 1.0
    fit: FitConfig = field(
        default_factory=lambda: FitConfig(epochs=4, learning_rate=2e-3, weight_decay=0.01, warmup=200, patience=4)
    )


VARIANTS = {
    "de_en.attention": Config(),
    "de_en.bottleneck": Config(attention=None),
    "en_fr.attention": Config(source="en", target="fr"),
}
# --8<-- [end:config]
SMALL = Config(
    source="dates", target="en", subwords=300, embedding=64, hidden=64, dropout=0.0, budget=400,
    fit=FitConfig(epochs=2, learning_rate=5e-3, weight_decay=0.01, warmup=50, patience=2),
)  # fmt: skip
QUICK = {"dates.attention": SMALL, "dates.bottleneck": replace(SMALL, attention=None)}
SHOWN = (6, 12, 29)  # test sentences whose attention weights are kept


# --8<-- [start:build]
def data_of(config: Config, rows: Rows) -> PairData:
    """Pairs as subwords; the vocabulary is learned on the training split alone."""
    coder = Subwords.train([text for row in rows["train"] for text in row], config.subwords)
    return PairData(rows, coder, coder)


def build(config: Config, data: PairData) -> nn.Module:
    """The model of a configuration. One table serves as both embeddings and as the read-out."""
    torch.manual_seed(config.fit.seed)
    size = len(data.writer)
    model = Seq2Seq(
        size, size, config.embedding, config.hidden, "gru", config.attention, dropout=config.dropout, tie=True
    )
    model.encoder.embed = model.decoder.embed  # the read-out of the decoder is tied to it already
    return model


# --8<-- [end:build]


def one_run(config: Config, checkpoint: Path | None, progress: bool) -> dict[str, Any]:
    """Train one model, and let it translate the test split."""
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)  # numbers too small to matter are slow on many processors
    data = data_of(config, rows_of(config.source, config.target))
    model = build(config, data)
    began = time.process_time()
    history = train(
        model, data, lambda written, wanted: bleu(written, wanted).value, config.fit, config.budget, config.smoothing,
        checkpoint, progress,
    )  # fmt: skip
    seconds = time.process_time() - began
    model.eval()
    return {
        "history": history.epochs,
        "best": history.best,
        "seconds": seconds,
        "parameters": sum(p.numel() for p in model.parameters()),
        "lengths": [len(ids) for ids in data.sources["test"]],
        "losses": {
            "forced": teacher_forced(model, data, "test", config.budget).nll,
            "free": free_running(model, data, "test", config.budget).nll,
            "trained": teacher_forced(model, data, "valid", config.budget).nll,
        },
        "greedy": translate(model, data, "test", config.budget, Search()),
        "beam": translate(model, data, "test", config.budget, Search(config.width, config.alpha)),
        "heatmaps": [heatmap(model, data, place) for place in SHOWN] if config.attention else [],
        "peak_mib": peak_memory(),
    }


def heatmap(model: nn.Module, data: PairData, place: int) -> dict[str, Any]:
    """What a model writes for one test sentence, and where it looked at each step."""
    source = data.sources["test"][place]
    batch = collate_pairs([source], [[]])
    with torch.no_grad():
        written, weights = weights_of_steps(model, batch.source, BOS, EOS)
    return {
        "source": [data.reader.pieces[i] for i in source],
        "written": [data.writer.pieces[i] for i in written],
        "weights": [[round(weight, 4) for weight in row] for row in weights.tolist()],
    }


def once(name: str, config: Config, runs: Path | None, progress: bool) -> dict[str, Any]:
    """`one_run`, unless its result lies in the folder; a run that was cut off goes on after its last whole epoch."""
    stem = runs and runs / f"translation-{name}-{config.fit.seed}"
    checkpoint = stem and stem.with_name(f"{stem.name}.safetensors")
    file = stem and stem.with_name(f"{stem.name}.json")
    return kept(file, asdict(config), lambda: one_run(config, checkpoint, progress))


def run(
    seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True
) -> Outcome:
    """Every variant with every seed, each in a process of its own; then the baselines."""
    variants = QUICK if quick else VARIANTS
    if runs is not None:
        runs.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        jobs = {
            (name, seed): pool.submit(once, name, replace(c, fit=replace(c.fit, seed=seed)), runs, progress)
            for seed in seeds
            for name, c in variants.items()
        }
        found = {name: [jobs[name, seed].result() for seed in seeds] for name in variants}
    rows = {name: rows_of(config.source, config.target) for name, config in variants.items()}
    values, body = summarise(found, {name: split["test"] for name, split in rows.items()})
    values |= baselines(rows)
    return Outcome(values, body, {name: asdict(config) for name, config in variants.items()})
