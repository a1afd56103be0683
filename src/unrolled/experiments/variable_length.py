"""What does padding do to a network that is not told of it, and what does telling it cost?"""

import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import torch

from unrolled.baselines import counts_accuracy
from unrolled.data import sentences
from unrolled.experiments.padding_accuracy import READERS, AccuracyConfig, train_reader
from unrolled.experiments.padding_loss import LOSSES, LossConfig, train_next_word
from unrolled.experiments.padding_speed import FORMS, SpeedConfig, compare_forms, packing_against_steps
from unrolled.measure import Outcome, key_of, keyed, peak_memory
from unrolled.review_task import ReviewData

QUESTION = "What does padding do to a network that is not told of it, and what does telling it cost?"
TIMED = ("*.reviews", "*.ratio", "packing*")  # keys of what measures the machine: `confirm` does not compare them


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """The three parts of the experiment."""

    accuracy: AccuracyConfig = field(default_factory=AccuracyConfig)
    loss: LossConfig = field(default_factory=LossConfig)
    speed: SpeedConfig = field(default_factory=SpeedConfig)


# --8<-- [end:config]


def quick_config() -> Config:
    """A small variant, for a first look."""
    full = Config()
    return Config(
        replace(full.accuracy, widths=(0,), fit=replace(full.accuracy.fit, epochs=2)),
        replace(full.loss, vocabulary=500, fit=replace(full.loss.fit, epochs=1)),
        replace(full.speed, limit=64, reviews=32, repeats=1, steps=(32, 64)),
    )


def read_sentences(vocabulary: int) -> ReviewData:
    """The film sentences as indices."""
    return ReviewData({name: sentences.load(name) for name in sentences.SPLITS}, vocabulary, 400)


def accuracy_part(seeds: list[int], config: AccuracyConfig) -> tuple[dict, dict]:
    """Every reader at every width: values for the ledger, and the curves of the figure."""
    data = read_sentences(config.vocabulary)
    values, body = {}, {}
    for width in config.widths:
        for name in READERS:
            found = [train_reader(name, width, data, config, seed) for seed in seeds]
            where = f"fixed_{width}" if width else "batch"
            body.setdefault(where, {})[name] = [f["wider"] for f in found]
            padded = f"T = {width}" if width else "the longest of its batch"
            label = f"{name}, trained padded to {padded}"
            key = key_of(f"{where}_{name}")
            values |= keyed(f"{key}.accuracy", f"{label}: test accuracy", [f["accuracy"] for f in found], "%")
            last = [f["wider"][-1] for f in found]
            values |= keyed(f"{key}.wide", f"{label}: tested at T = {config.test_widths[-1]}", last, "%")
    counted = counts_accuracy(2, data.reviews["train"], data.reviews["test"])
    values |= keyed("tfidf.accuracy", "TF-IDF and logistic regression: test accuracy", [counted], "%")
    return values, body


def loss_part(seeds: list[int], config: LossConfig) -> dict:
    """Next-word models: what each loss trains, and what each way of counting reports."""
    data, values = read_sentences(config.vocabulary), {}
    for counted in LOSSES:
        found = [train_next_word(counted, data, config, seed) for seed in seeds]
        for what, unit in (("perplexity", ""), ("accuracy", "%")):
            for over in ("", ", all cells"):
                label = f"loss over {counted}: {what} over {over[2:] or 'real tokens'}"
                key = f"{key_of(f'loss {counted}')}.{key_of(what + over)}"
                values |= keyed(key, label, [f[what + over] for f in found], unit)
    return values


def speed_part(seeds: list[int], config: SpeedConfig) -> tuple[dict, dict]:
    """Every form on review lengths, and packing against T."""
    found = [compare_forms(config, seed) for seed in seeds]
    values = {}
    for name in FORMS:
        for what, label, unit, digits in (
            ("reviews", "reviews for each second of processor time", "", 0),
            ("ratio", "time by that of random padded batches", "", 2),
            ("waste", "share of padding", "%", 0),
        ):
            values |= keyed(f"{key_of(name)}.{what}", f"{name}: {label}", [f[name][what] for f in found], unit, digits)
    packed = [packing_against_steps(config, seed) for seed in seeds]
    for kind in ("ragged", "even"):
        for i, T in enumerate(config.steps):
            label = f"packed, {kind} lengths, T = {T}: time by that of the padded batch"
            values |= keyed(f"packing_{T}.{kind}", label, [p[kind][i] for p in packed], "", 1)
    return values, {kind: [p[kind] for p in packed] for kind in ("ragged", "even")}


def run(
    seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True
) -> Outcome:
    """Measure accuracy, loss and speed, one after the other. `workers` and `runs` change nothing."""
    del workers, runs
    torch.set_num_threads(1)
    config = quick_config() if quick else Config()
    began = time.process_time()
    speed, packing = speed_part(seeds, config.speed)
    report(progress, "speed")
    loss = loss_part(seeds, config.loss)
    report(progress, "loss")
    accuracy, wider = accuracy_part(seeds, config.accuracy)
    values = accuracy | loss | speed
    values |= keyed("processor_seconds", "processor time of the experiment", [time.process_time() - began], "s", 0)
    values |= keyed("peak_mib", "largest memory of the process", [peak_memory()], "MiB", 0)
    body = {"wider": wider, "packing": packing}
    return Outcome(values, body, {"variable_length": asdict(config)})


def report(progress: bool, parts: str | Iterable[str]) -> None:
    """Say which part is done."""
    if progress:
        print(f"measured: {parts}", flush=True)
