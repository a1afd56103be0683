"""The translator that comes with the book: BLEU with intervals, what a beam is worth, and how fast it is."""

import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from unrolled.experiments.projects_translate_lines import CHANGES, OWN, SHOWN
from unrolled.experiments.translation_report import baselines
from unrolled.measure import Outcome, keyed, peak_memory
from unrolled.projects.model_file import kept_weights, sha256
from unrolled.projects.translate.alignment import align, by_words
from unrolled.projects.translate.model import PROJECT, Trained, read
from unrolled.projects.translate.rows import Pair, registered
from unrolled.projects.translate.score import Evaluation, evaluate, worst
from unrolled.projects.translate.writing import translate_lines
from unrolled.translation_score import bleu, paired_bootstrap

QUESTION = "How well does the kept translator do on captions that it has not seen, and what is a beam worth to it?"
TIMED = ("use.*",)
HOW = {"greedy": "greedy", "beam": "beam of 5"}


# --8<-- [start:config]
@dataclass(frozen=True)
class Config:
    """What is measured: pairs, beam, draws of the bootstrap, lines that are timed, worst lines that are kept."""

    pair: str = "multi30k-de-en"
    beam: int = 5
    alpha: float | int = 1.0
    samples: int = 1_000
    timed: int = 200
    worst: int = 12


# --8<-- [end:config]


def run(
    seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True
) -> Outcome:
    """Measure the kept model. Nothing is trained: the run that made it stands in its file."""
    del workers, runs, progress
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    config = Config(pair="our own lines", samples=50, timed=4, worst=2) if quick else Config()
    splits = {"train": list(OWN), "test": list(OWN)} if quick else registered(config.pair).splits
    trained, test = read(None), splits["test"]
    found = {
        name: evaluate(trained, test, name, width, config.alpha, config.samples)
        for name, width in (("greedy", 1), ("beam", config.beam))
    }
    memory = peak_memory()
    values: dict[str, dict[str, Any]] = {}
    for name, scored in found.items():
        values |= scores_of(name, scored)
    values |= gain(found, test, config.samples) | changed(trained, test)
    values |= baselines({"de_en": splits}) | speed(trained, test[: config.timed], config, seeds)
    values |= keyed("use.peak_mib", "largest memory when it is used", [memory], "MiB", 0) | made_of(trained)
    return Outcome(values, body_of(trained, found, test, config), asdict(config))


def scores_of(name: str, found: Evaluation) -> dict[str, dict[str, Any]]:
    """BLEU and chrF with their intervals, and how long the translations are."""
    values: dict[str, dict[str, Any]] = {}
    for metric, title in (("bleu", "BLEU"), ("chrf", "chrF")):
        values |= keyed(f"{name}.{metric}", f"{HOW[name]}: {title}", [found.scores[metric]])
        for end, words in (("low", "lower"), ("high", "upper")):
            label = f"{HOW[name]}: {words} end of the interval of {title}"
            values |= keyed(f"{name}.{metric}_{end}", label, [found.scores[f"{metric}_{end}"]])
    values |= keyed(f"{name}.exact", f"{HOW[name]}: lines that are the reference", [found.scores["exact_percent"]], "%")
    words = [found.scores["words_percent"]]
    return values | keyed(f"{name}.words", f"{HOW[name]}: words written, of those in the references", words, "%")


def gain(found: dict[str, Evaluation], test: list[Pair], samples: int) -> dict[str, dict[str, Any]]:
    """By how much the beam beats greedy decoding, both on the same drawn lines."""
    references = [target for _, target in test]
    more = paired_bootstrap(found["beam"].written, found["greedy"].written, references, samples=samples)
    return (
        keyed("gain", "BLEU that the beam adds", [more.difference])
        | keyed("gain_low", "lower end of its interval", [more.low])
        | keyed("gain_high", "upper end of its interval", [more.high])
    )


# --8<-- [start:changed]
def changed(trained: Trained, test: list[Pair]) -> dict[str, dict[str, Any]]:
    """Greedy BLEU when the sources are typed in another way; the references stay."""
    values: dict[str, dict[str, Any]] = {}
    for name, change in CHANGES.items():
        written = translate_lines(trained, [change(source) for source, _ in test], width=1)
        score = bleu([line.text for line in written], [target for _, target in test]).value
        values |= keyed(f"changed.{name}", f"greedy BLEU, sources changed: {change.__doc__}", [score])
    return values


# --8<-- [end:changed]


def speed(trained: Trained, test: list[Pair], config: Config, seeds: list[int]) -> dict[str, dict[str, Any]]:
    """Lines translated in a second of processor time: timed once for each seed, greedy and beam in turns."""
    lines = [source for source, _ in test]
    rates: dict[str, list[float]] = {"greedy": [], "beam": []}
    for _ in seeds:
        for name, width in (("greedy", 1), ("beam", config.beam)):
            began = time.process_time()
            translate_lines(trained, lines, width, config.alpha)
            rates[name].append(len(lines) / (time.process_time() - began))
    values: dict[str, dict[str, Any]] = {}
    for name, data in rates.items():
        values |= keyed(f"use.{name}", f"{HOW[name]}: lines translated", data, "a second", 0)
    return values


def made_of(trained: Trained) -> dict[str, dict[str, Any]]:
    """What the kept file says of the run that made it."""
    made = trained.about["run"]["scores"]
    return (
        keyed("made.minutes", "training, processor time", [made["processor_minutes"]], "minutes", 1)
        | keyed("made.peak_mib", "training, largest memory", [made["peak_mib"]], "MiB", 0)
        | keyed("made.steps", "updates", [made["steps"]], digits=0)
        | keyed("made.epochs", "times the pairs were read", [made["epochs"]], digits=0)
        | keyed("made.bytes", "the model file", [kept_weights(PROJECT).stat().st_size / 1e6], "MB", 2)
        | keyed("made.parameters", "parameters", [sum(p.numel() for p in trained.model.parameters())], digits=0)
        | keyed("made.pieces", "word pieces", [len(trained.vocabulary)], digits=0)
    )


def body_of(trained: Trained, found: dict[str, Evaluation], test: list[Pair], config: Config) -> dict[str, Any]:
    """What figures draw, and the lines that came out worst: few, as the captions are not ours."""
    shown = by_words(align(trained, SHOWN))
    heat = {"source": shown.source, "written": shown.written}
    heat["weights"] = [[round(weight, 4) for weight in row] for row in shown.weights.tolist()]
    rows = worst(found["beam"], test, config.worst)
    return {
        "looks": trained.about["run"]["looks"],
        "weights": sha256(kept_weights(PROJECT)),
        "alignment": heat,
        "worst": [{"source": source, "reference": target, "beam": said} for source, target, said in rows],
        "signatures": [found["beam"].scores[f"{metric}_signature"] for metric in ("bleu", "chrf")],
    }
