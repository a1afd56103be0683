"""What character models write, and what one of their units tracks."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import torch

from unrolled.experiments.language_samples_report import beginning_values, names_values, text_values, unit_values
from unrolled.experiments.tracking_units import UnitConfig, one_search
from unrolled.experiments.written_names import NamesConfig, counted_names, one_generator
from unrolled.experiments.written_text import TextConfig, counted_text, one_text
from unrolled.measure import Outcome
from unrolled.time_budget import Budget

QUESTION = "What do character models write at different temperatures, and does one of their units track something?"
TIMED = ("kjv.*", "beginning.*", "names.gru.*", "units.*")  # how far a budget of time reaches depends on the machine

PARTS: dict[str, tuple[Callable[..., dict[str, Any]], Any]] = {
    "kjv": (one_text, TextConfig()),
    "never": (one_text, TextConfig(anew=0.0)),
    "names": (one_generator, NamesConfig()),
    "units": (one_search, UnitConfig()),
}
SHORT = Budget(seconds=8, learning_rate=6e-3)
SMALL_TEXT = TextConfig(hidden=128, train_characters=300_000, test_characters=20_000, rows=8, written=200, budget=SHORT)
QUICK = {
    "kjv": (one_text, SMALL_TEXT),
    "never": (one_text, replace(SMALL_TEXT, anew=0.0)),
    "names": (one_generator, NamesConfig(corpus="bible", hidden=64, written=300, budget=SHORT)),
    "units": (one_search, UnitConfig(corpus="kjv", hidden=96, rows=8, budget=SHORT)),
}


def run(
    seeds: list[int], quick: bool = False, workers: int = 1, runs: Path | None = None, progress: bool = True
) -> Outcome:
    """All parts with every seed, one after the other; with `runs`, finished ones are not run again."""
    del workers, progress
    torch.set_num_threads(1)
    parts = QUICK if quick else PARTS
    found = {name: [saved(name, part, config, seed, runs) for seed in seeds] for name, (part, config) in parts.items()}
    counts = {"kjv": counted_text(parts["kjv"][1]), "names": counted_names(parts["names"][1])}
    values = (
        text_values(found["kjv"], counts["kjv"])
        | beginning_values(found["kjv"], found["never"])
        | names_values(found["names"], counts["names"])
        | unit_values(found["units"])
    )
    body = {"lengths": lengths_of(found["names"], counts["names"]), "units": found["units"]}
    return Outcome(values, body, {name: asdict(config) for name, (_, config) in parts.items()})


def saved(name: str, part: Callable[..., dict[str, Any]], config: Any, seed: int, runs: Path | None) -> dict[str, Any]:
    """One part with one seed, unless its result lies in the folder already, from the same configuration."""
    if runs is None:
        return part(config, seed)
    runs.mkdir(parents=True, exist_ok=True)
    file, told = runs / f"language_samples-{name}-{seed}.json", json.loads(json.dumps(asdict(config)))
    if file.exists() and (kept := json.loads(file.read_text("utf-8")))["config"] == told:
        return kept["found"]
    found = part(config, seed)
    file.write_text(json.dumps({"config": told, "found": found}), "utf-8")
    return found


def lengths_of(rows: list[dict[str, Any]], counts: dict[str, Any]) -> dict[str, list[float]]:
    """Percentage of names of each length: trained on, drawn from counts, and written at each temperature, by seed 0."""
    return {"names": counts["lengths"], "triples": counts["written"]["lengths"]} | {
        temperature: written["lengths"] for temperature, written in rows[0]["written"].items()
    }
