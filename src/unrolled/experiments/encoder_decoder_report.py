"""What the experiment `encoder_decoder` found, as values and curves."""

from statistics import mean
from typing import Any

import torch

from unrolled.free_run import BothWays, exposure, whole
from unrolled.measure import key_of, keyed

BINS = {"1 to 3": (1, 3), "4 to 6": (4, 6), "7 to 9": (7, 9), "10 to 12": (10, 12), "13 to 20": (13, 20)}
WATCHED = (8, 12)  # clauses whose loss is drawn step by step


def over_tokens(runs: list[BothWays], name: str) -> float:
    """Mean of one field of the runs over all real steps."""
    kept = torch.cat([getattr(run, name)[run.mask] for run in runs])
    return kept.double().mean().item()


def by_length(one: dict[str, Any]) -> dict[str, float]:
    """Percent of clauses said again without a mistake, by number of words."""
    good, lengths = torch.cat([whole(run) for run in one["runs"]]), torch.cat(one["lengths"])
    return {
        name: 100 * good[(lengths >= least) & (lengths <= most)].double().mean().item()
        for name, (least, most) in BINS.items()
    }


def by_step(one: dict[str, Any], name: str) -> list[float]:
    """Mean loss at each step of clauses of `WATCHED` words, up to the step that all of them have."""
    least, most = WATCHED
    rows = [
        getattr(run, name)[(lengths >= least) & (lengths <= most), : least + 1]
        for run, lengths in zip(one["runs"], one["lengths"], strict=True)
    ]
    return torch.cat([row for row in rows if len(row)]).double().mean(dim=0).tolist()


def summarise(found: dict[str, list[dict]]) -> dict:
    """Values of all arms."""
    values: dict = {}
    for name, runs in found.items():
        key = key_of(name)
        exact = [by_length(one) for one in runs]
        for part in BINS:
            where = f"{key}.exact_{key_of(part)}"
            values |= keyed(where, f"{name}: exact, {part} words", [e[part] for e in exact], "%", 1)
        all_of = [100 * torch.cat([whole(run) for run in one["runs"]]).double().mean().item() for one in runs]
        values |= keyed(f"{key}.exact", f"{name}: clauses said again without a mistake", all_of, "%", 1)
        for way, label in (("forced", "teacher-forced"), ("free", "free-running")):
            losses = [over_tokens(one["runs"], f"{way}_nll") for one in runs]
            right = [100 * over_tokens(one["runs"], way) for one in runs]
            values |= keyed(f"{key}.{way}_loss", f"{name}: {label} loss", losses, "nats", 2)
            values |= keyed(f"{key}.{way}_right", f"{name}: {label}, words right", right, "%", 1)
        after = [exposure(one["runs"]) for one in runs]
        itself, corrected = [100 * a.reading_itself for a in after], [100 * a.corrected for a in after]
        gaps = [c - i for c, i in zip(corrected, itself, strict=True)]
        values |= keyed(f"{key}.after_itself", f"{name}: right after a mistake, reading itself", itself, "%", 1)
        values |= keyed(f"{key}.after_corrected", f"{name}: the same steps, corrected", corrected, "%", 1)
        values |= keyed(f"{key}.exposure", f"{name}: exposure bias", gaps, "points", 1)
        values |= keyed(f"{key}.seconds", f"{name}: processor time", [one["seconds"] for one in runs], "s", 0)
        values |= keyed(f"{key}.parameters", f"{name}: parameters", [runs[0]["parameters"]], "", 0)
    return values


def curves(found: dict[str, list[dict]]) -> dict:
    """For the figures: exact clauses by length, and both losses by step; means over seeds."""
    body: dict = {"bins": list(BINS), "watched": list(WATCHED), "exact": {}, "forced": {}, "free": {}}
    for name, runs in found.items():
        exact = [by_length(one) for one in runs]
        body["exact"][name] = [mean(e[part] for e in exact) for part in BINS]
        for way in ("forced", "free"):
            steps = [by_step(one, f"{way}_nll") for one in runs]
            body[way][name] = [mean(column) for column in zip(*steps, strict=True)]
    return body
