"""Can a GRU name the radical of a character it never saw, and can an LSTM draw with a pen?"""

import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import torch

from unrolled.experiments.handwriting_report import drawing, read_drawings, summarise
from unrolled.measure import Outcome, peak_memory
from unrolled.models.stroke_models import StrokeReader, StrokeWriter
from unrolled.pen import ENDS, to_strokes
from unrolled.stroke_baselines import GaussianSteps, even_points, neighbours, picture, picture_model
from unrolled.stroke_corpus import label_of, labelled, pen_of, radicals, simple, spread
from unrolled.stroke_task import StrokeData, mean_losses, reader_loss, scores, write, writer_loss
from unrolled.training import FitConfig, fit

QUESTION = "Can a GRU name the radical of a character it never saw, and can an LSTM draw with a pen?"
SEVERAL = ("errors*", "confusion.*", "wrong.*")  # keys of what takes more than one seed
BIG = 6_000  # steps in a batch that is not trained on


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """Sizes and training of both networks, and what the baselines may choose from on the validation split."""

    reader_hidden: int = 64
    writer_hidden: int = 160
    components: int = 10
    budget: int = 1_500  # steps of the pen in a batch
    strength: float = 0.15  # of the distortion while the reader trains
    writer_strength: float = 0.05
    reader: FitConfig = field(default_factory=lambda: FitConfig(epochs=10, learning_rate=5e-3, warmup=50, patience=10))
    writer: FitConfig = field(default_factory=lambda: FitConfig(epochs=30, learning_rate=5e-3, warmup=50, patience=30))
    neighbours: tuple[int, ...] = (1, 3, 5, 9, 15, 25)
    strengths: tuple[float, ...] = (0.001, 0.003, 0.01, 0.03)
    histories: tuple[int, ...] = (0, 2)
    temperatures: tuple[float, ...] = (0.2, 0.5, 0.8, 1.0)
    drawings: int = 100  # at each temperature
    most: int = 10_000  # characters to train on: more than there are
    backend: str = "torch"


FULL = Config()
FEW = FitConfig(epochs=4, learning_rate=5e-3, warmup=10)
QUICK = Config(
    reader_hidden=32, writer_hidden=64, components=5, reader=FEW, writer=FEW, neighbours=(5,), strengths=(0.01,),
    drawings=10, most=800,
)  # fmt: skip
# --8<-- [end:config]


def reader_data(config: Config, split: str, backwards: bool = False) -> StrokeData:
    """Characters and the place of their radical."""
    rows = spread(labelled(split), config.most)
    strength = config.strength if split == "train" else 0.0
    return StrokeData([pen_of(row, backwards) for row in rows], [label_of(row) for row in rows], strength)


def accuracy(model: StrokeReader, data: StrokeData) -> float:
    """Share of drawings named right, in percent."""
    found = scores(model, data, BIG).argmax(dim=1)
    return 100 * float((found == torch.tensor(data.labels)).double().mean())


def reads(config: Config, checkpoint: Path | None = None, progress: bool = False) -> dict[str, Any]:
    """Train a reader; test it on new characters, on their other style, and with the strokes in the wrong order."""
    torch.set_num_threads(1)
    train, valid = (reader_data(config, split) for split in ("train", "valid"))
    torch.manual_seed(config.reader.seed)
    model = StrokeReader(len(radicals()), config.reader_hidden, config.backend)
    targets = torch.tensor(valid.labels)

    def evaluate(model: StrokeReader) -> dict[str, float]:
        loss = torch.nn.functional.cross_entropy(scores(model, valid, BIG), targets)
        return {"loss": loss.item(), "accuracy": accuracy(model, valid)}

    began = time.process_time()
    history = fit(
        model, lambda shuffle: train.batches(config.budget, shuffle), reader_loss, evaluate, config.reader,
        len(train.batches(config.budget)), checkpoint, progress,
    )  # fmt: skip
    seconds = time.process_time() - began
    test = reader_data(config, "test")
    return {
        "test": accuracy(model, test),
        "kaisho": accuracy(model, reader_data(config, "kaisho")),
        "backwards": accuracy(model, reader_data(config, "test", backwards=True)),
        "scores": scores(model, test, BIG).tolist(),
        "history": history.epochs,
        "seconds": seconds,
        "peak_mib": peak_memory(),
    }


def draws(config: Config, checkpoint: Path | None = None, progress: bool = False) -> dict[str, Any]:
    """Train a writer, score it, and let it draw."""
    torch.set_num_threads(1)
    rows = {split: [pen_of(row) for row in spread(simple(split), config.most)] for split in ("train", "valid", "test")}
    train = StrokeData(rows["train"], [0] * len(rows["train"]), config.writer_strength)
    valid, test = (StrokeData(rows[split], [0] * len(rows[split])).batches(BIG) for split in ("valid", "test"))
    torch.manual_seed(config.writer.seed)
    model = StrokeWriter(config.writer_hidden, config.components, config.backend)
    began = time.process_time()
    history = fit(
        model, lambda shuffle: train.batches(config.budget, shuffle), writer_loss, lambda m: mean_losses(m, valid),
        config.writer, len(train.batches(config.budget)), checkpoint, progress,
    )  # fmt: skip
    seconds = time.process_time() - began
    drawn = {t: write(model, config.drawings, t, config.writer.seed) for t in config.temperatures}
    return {
        "losses": mean_losses(model, test),
        "history": history.epochs,
        "seconds": seconds,
        "peak_mib": peak_memory(),
        "ended": {t: 100 * sum(int(d.pen[-1]) == ENDS for d in ds) / len(ds) for t, ds in drawn.items()},
        "strokes": {t: [len(to_strokes(d)) for d in ds] for t, ds in drawn.items()},
        "points": {t: sum(len(d.pen) for d in ds) / len(ds) for t, ds in drawn.items()},
        "shown": {t: [drawing(d) for d in ds[:8]] for t, ds in drawn.items()},
    }


def baselines(config: Config) -> dict[str, Any]:
    """Nearest neighbours, a picture, and Gaussians, on the same splits; settings chosen on the validation split."""
    torch.set_num_threads(1)
    data = {split: reader_data(config, split) for split in ("train", "valid", "test", "kaisho")}
    found: dict[str, Any] = {}
    kinds = {
        "knn": (neighbours, even_points, config.neighbours),
        "picture": (picture_model, picture, config.strengths),
    }
    for name, (make, features, choices) in kinds.items():
        began = time.process_time()
        models = {c: make(data["train"].rows, data["train"].labels, c) for c in choices}

        def right(model, split, features=features) -> float:
            return 100 * float(model.score([features(row) for row in data[split].rows], data[split].labels))

        valid = {c: right(model, "valid") for c, model in models.items()}
        best = max(choices, key=lambda c: valid[c])
        found[name] = {"chosen": best, "valid": valid} | {s: right(models[best], s) for s in ("test", "kaisho")}
        found[name] |= {"seconds": time.process_time() - began, "peak_mib": peak_memory()}
    labels = data["test"].labels
    found["commonest"] = 100 * labels.count(0) / len(labels)  # radicals stand in order of their number
    rows = {split: [pen_of(row) for row in spread(simple(split), config.most)] for split in ("train", "test")}
    found["gaussian"] = {h: GaussianSteps(rows["train"], h).mean_losses(rows["test"]) for h in config.histories}
    found["people"] = {
        "shown": [drawing(row) for row in rows["test"][:: max(1, len(rows["test"]) // 8)][:8]],
        "strokes": [len(to_strokes(row)) for row in rows["test"]],
        "points": sum(len(row.pen) for row in rows["test"]) / len(rows["test"]),
    }
    return found | {
        "sizes": {split: len(part.labels) for split, part in data.items()}
        | {f"draw_{s}": len(r) for s, r in rows.items()}
    }


def run(
    seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True
) -> Outcome:
    """Train both networks with every seed, each in a process of its own, and fit the baselines."""
    config = QUICK if quick else FULL
    if runs is not None:
        runs.mkdir(parents=True, exist_ok=True)
    found: dict[str, Any] = {}
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        jobs: dict[str, list] = {"reader": [], "writer": []}
        for seed in seeds:
            one = replace(config, reader=replace(config.reader, seed=seed), writer=replace(config.writer, seed=seed))
            for name, work in (("reader", reads), ("writer", draws)):
                file = runs and runs / f"handwriting-{name}-{seed}.safetensors"
                jobs[name].append(pool.submit(work, one, file, progress))
        simple_ones = pool.submit(baselines, config)
        found = {name: [job.result() for job in waiting] for name, waiting in jobs.items()}
        found["baselines"] = simple_ones.result()
    values, body = summarise(found, read_drawings("test", config.most), config.temperatures)
    return Outcome(values, body, {"handwriting": asdict(config)})
