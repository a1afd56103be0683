"""What the experiment `dates` says about its runs: dates never seen, and languages never seen."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from unrolled.data.dates import WrittenDate
from unrolled.measure import keyed

PARTS = {"date": slice(None), "year": slice(0, 4), "month": slice(5, 7), "day": slice(8, 10)}
WHO = {"attention": "with attention", "bottleneck": "through one vector"}
Table = dict[str, dict[str, int]]
Runs = dict[str, list[dict[str, Any]]]


def parts_right(rows: Sequence[WrittenDate], written: Sequence[str]) -> Table:
    """For each locale: test dates, and how many have the whole date, the year, the month, the day right."""
    counts: dict[str, Counter[str]] = {}
    for row, text in zip(rows, written, strict=True):
        found = counts.setdefault(row.locale, Counter(dict.fromkeys(["rows", *PARTS], 0)))
        found["rows"] += 1
        fits = len(text) == len(row.iso)
        found.update([part for part, place in PARTS.items() if fits and text[place] == row.iso[place]])
    return {locale: dict(found) for locale, found in counts.items()}


def share(tables: Sequence[Table], part: str) -> float:
    """Percentage over all rows of some tables."""
    rows = [row for table in tables for row in table.values()]
    return 100 * sum(row[part] for row in rows) / sum(row["rows"] for row in rows)


def only(table: Table, locales: Sequence[str]) -> Table:
    """The rows of some locales."""
    return {locale: row for locale, row in table.items() if locale in locales}


def summarise(found: Runs) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    """Values and body of the record."""
    values: dict[str, dict[str, Any]] = {}
    whole = {name: runs for name, runs in found.items() if name in WHO}
    for name, runs in whole.items():
        values |= _dates_values(name, runs)
    folds = [runs for name, runs in found.items() if name not in WHO]
    values |= _language_values(folds)
    body = {
        "locales": {**{name: [run["network"] for run in runs] for name, runs in whole.items()},
                    "unseen": _unseen(folds, "network"), "unseen_counts": _unseen(folds, "counts")},
        "wrong": {name: runs[0]["wrong"][:20] for name, runs in whole.items()},
        "wrong_unseen": [row for runs in folds for row in runs[0]["wrong"] if row[2] in runs[0]["away"]][:60],
        "heatmaps": {name: runs[0]["heatmaps"] for name, runs in whole.items()},
        "curves": {name: [run["history"] for run in runs] for name, runs in found.items()},
    }  # fmt: skip
    return values, body


def _dates_values(name: str, runs: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    who = WHO[name]
    values = keyed(
        f"{name}.exact", f"dates never seen, {who}: exact", [share([r["network"]], "date") for r in runs], "%", 2
    )
    values |= keyed(f"{name}.minutes", f"{who}: processor time", [r["seconds"] / 60 for r in runs], "min")
    values |= keyed(f"{name}.peak_mib", f"{who}: largest memory", [r["peak_mib"] for r in runs], "MiB", 0)
    values |= keyed(f"{name}.parameters", f"{who}: parameters", [r["parameters"] for r in runs[:1]], "", 0)
    counts = [share([runs[0]["counts"]], "date")]
    return values | keyed("counts.exact", "dates never seen, by counting: exact", counts, "%", 2)


def _language_values(folds: list[list[dict[str, Any]]]) -> dict[str, dict[str, Any]]:
    values: dict[str, dict[str, Any]] = {}
    seeds = range(len(folds[0]))
    unseen = {who: _unseen(folds, who) for who in ("network", "counts")}
    for part in PARTS:
        data = [share([unseen["network"][seed]], part) for seed in seeds]
        values |= keyed(f"unseen.{part}", f"languages never seen: right {part}", data, "%")
        values |= keyed(f"unseen_counts.{part}", f"languages never seen, by counting: right {part}",
                        [share([unseen["counts"][0]], part)], "%")  # fmt: skip
    known = [
        share([{k: v for k, v in runs[s]["network"].items() if k not in runs[s]["away"]} for runs in folds], "date")
        for s in seeds
    ]
    return values | keyed("seen.date", "the same models, languages that they saw: exact", known, "%", 2)


def _unseen(folds: list[list[dict[str, Any]]], who: str) -> list[Table]:
    """For each seed: every locale, read by the model that was trained without it."""
    seeds = range(len(folds[0]))
    return [{k: v for runs in folds for k, v in only(runs[s][who], runs[s]["away"]).items()} for s in seeds]
