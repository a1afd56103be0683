"""What the experiment `language_model` says about its runs: losses in three units, time, memory, and the counts."""

import math
import time
from typing import Any

from unrolled.experiments.language_samples_report import shown
from unrolled.interpolated_counts import InterpolatedCounts, compressor_nats
from unrolled.measure import keyed
from unrolled.perplexity import bits, perplexity
from unrolled.running_text import coded_bytes

NAMES = {"gru": "GRU", "transformer": "transformer"}
WAYS = {
    "carried": "state carried through the whole text",
    "windows": "windows of 64, all characters judged",
    "sliding": "windows of 64, the last 8 judged",
}
COUNTS = {"pairs": 2, "triples": 3, "fives": 5, "sevens": 7}
GOAL = 1.88  # nats per character: nanoGPT's README, on the processor of a laptop, in three minutes


def counted(texts: dict[str, str]) -> dict[str, dict[str, float]]:
    """Nats per character of the validation text, and seconds of processor time, by counts and by a compressor."""
    train, valid = texts["train"], texts["valid"]
    found: dict[str, dict[str, float]] = {"uniform": {"nats": math.log(len(set(train)))}}
    for name, order in ({"singles": 1} | COUNTS | {"xz": 0}).items():
        began = time.process_time()
        nats = InterpolatedCounts(train, order).mean_nll(valid) if order else compressor_nats(train, valid)
        found[name] = {"nats": nats, "seconds": time.process_time() - began}
    return found


def summarise(
    found: dict[str, list[dict[str, Any]]], baselines: dict[str, dict[str, float]], characters: int
) -> dict[str, dict[str, Any]]:
    """Values for the record. `characters`: how many the validation text has."""
    values: dict[str, dict[str, Any]] = {}
    for name, rows in found.items():
        for way in rows[0]["losses"]:
            nats = [row["losses"][way] for row in rows]
            values |= _units(f"{name}.{way}", f"{NAMES[name]}, {WAYS[way]}", nats, characters)
        values |= _cost(name, rows)
    for name, row in baselines.items():
        values |= _units(name, f"counts: {name}", [row["nats"]], characters)
        if "seconds" in row:
            values |= keyed(f"{name}.seconds", f"counts: {name}, processor time", [row["seconds"]], "s", 1)
    written = {"text": shown(found["gru"][0]["sample"]), "label": "GRU, seed 0, writes", "unit": ""}
    return values | {"gru.sample": written}


def _units(key: str, label: str, nats: list[float], characters: int) -> dict[str, dict[str, Any]]:
    return (
        keyed(f"{key}.nats", f"{label}: loss", nats, "nats", 3)
        | keyed(f"{key}.bits", f"{label}: bits per character", [bits(x) for x in nats], "bits", 2)
        | keyed(f"{key}.perplexity", f"{label}: perplexity", [perplexity(x) for x in nats], "", 2)
        | keyed(f"{key}.kilobytes", f"{label}: coded size", [coded_bytes(x, characters) / 1000 for x in nats], "kB", 1)
    )


def _cost(name: str, rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    who, spent = NAMES[name], [row["spent"] for row in rows]
    reached = [first_below(row["marks"], GOAL) for row in spent]
    values = (
        keyed(f"{name}.processor", f"{who}: processor time", [s["processor"] for s in spent], "s", 0)
        | keyed(f"{name}.clock", f"{who}: time by the clock", [s["clock"] for s in spent], "s", 0)
        | keyed(f"{name}.epochs", f"{who}: passes over the text", [row["epochs"] for row in rows], "", 1)
        | keyed(f"{name}.steps", f"{who}: updates", [s["steps"] for s in spent], "", 0)
        | keyed(f"{name}.parameters", f"{who}: parameters", [row["parameters"] for row in rows[:1]], "", 0)
        | keyed(f"{name}.peak_mib", f"{who}: largest memory", [row["peak_mib"] for row in rows], "MiB", 0)
    )
    if all(reached):
        values |= keyed(f"{name}.reached", f"{who}: first mark below {GOAL} nats", [r for r in reached if r], "s", 0)
    return values


def first_below(marks: list[dict[str, float | int]], goal: float) -> float | int | None:
    """Seconds at the first mark whose loss is at most `goal`; None if there is none."""
    return next((mark["seconds"] for mark in marks if mark["loss"] <= goal), None)
