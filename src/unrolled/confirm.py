"""Confirming a record: run its first seed again, with the code as it is now, and compare every number exactly.

A record lists a digest of each file it was made with, so tidying up makes it stale even where no number can change.
Running one seed costs a third or a fifth of recording, and shows whether the code still computes the same. What
measures the machine is not compared, and stays as it was recorded.
"""

import json
from collections.abc import Iterator
from datetime import date
from fnmatch import fnmatchcase
from importlib import import_module
from itertools import zip_longest
from typing import Any, NamedTuple

from unrolled import results
from unrolled.measure import Outcome

MACHINE = {"s", "ms", "min", "minutes", "MiB", "GFLOP/s"}  # units of time, of memory, and of both
SECONDS = ("*seconds",)  # keys of clocks beside the values, such as those of each epoch
ABSENT = "absent"


class NotComparableError(ValueError):
    """There is no record, or nothing in it that a second run could be held against."""


class Difference(NamedTuple):
    """A number that is not what was recorded."""

    key: str
    recorded: Any
    found: Any


class Comparison(NamedTuple):
    """What came of a second run."""

    values: int  # values with a key that are equal
    others: int  # numbers beside them, as figures draw them, that are equal
    differences: list[Difference]
    command: str  # what records it anew


def confirm(experiment: str) -> Comparison:
    """Run the first seed of a record again. If every number is equal, renew the record's digests and say so in it.

    Raises:
        NotComparableError: there is no record, its configuration is another one, no value can be compared, or the code
            changed during the run.
    """
    path = results.path_of(experiment)
    if not path.is_file():
        raise NotComparableError(f"there is no record {path}")
    record = json.loads(path.read_text("utf-8"))
    module = import_module(f"unrolled.experiments.{experiment}")
    timed, several = getattr(module, "TIMED", ()), getattr(module, "SEVERAL", ())
    if all(measures_machine(key, entry, timed) or _fits(key, several) for key, entry in named(record["values"])):
        raise NotComparableError(f"every value of {experiment} measures the machine: record it anew")
    seed, sources = record["seeds"][0], results.sources(module.__name__)
    outcome = as_json(module.run([seed]))
    if outcome.config != record["config"]:
        raise NotComparableError(f"{experiment} was recorded with another configuration: record it anew")
    found = compare(record, outcome, timed, several)
    if found.differences:
        return found
    if not found.values:
        raise NotComparableError(f"no value of {experiment} could be compared: record it anew")
    if sources != results.sources(module.__name__):
        raise NotComparableError("the code was changed during the run: confirm once more")
    entry = {"date": date.today().isoformat(), "seed": seed, "values compared": found.values}
    results.write(path, renewed(record, entry | {"other numbers compared": found.others}, sources))
    return found


def as_json(outcome: Outcome) -> Outcome:
    """An outcome as it would be read from a record: keys are strings, tuples are lists."""
    return Outcome(*json.loads(json.dumps(list(outcome))))


def renewed(record: dict[str, Any], entry: dict[str, Any], sources: dict[str, str]) -> dict[str, Any]:
    """The record with new digests, and behind the date of the recording what confirmed it."""
    new: dict[str, Any] = {}
    for key, what in record.items():
        if key != "confirmed":
            new[key] = sources if key == "source" else what
        if key == "recorded":
            new["confirmed"] = entry
    return new


def compare(record: dict[str, Any], outcome: Outcome, timed: tuple[str, ...], several: tuple[str, ...]) -> Comparison:
    """Hold the outcome of one seed against a record of more.

    Args:
        timed: patterns of keys whose values measure the machine, where their units do not say it.
        several: patterns of keys whose values take more than one seed.
    """
    equal, others, differences = 0, 0, []
    seeds = len(record["seeds"])
    was, now = dict(named(record["values"])), dict(named(outcome.values))
    for key in was | now:
        if _fits(key, several):
            continue
        pairs = list(places(_essence(was.get(key)), _essence(now.get(key)), seeds, key))
        if key in was and measures_machine(key, was[key], timed):
            pairs = [p for p in pairs if not p.key.startswith(f"{key}.data")]  # its name and unit have to stay
        else:
            equal += all(_same(p) for p in pairs)
        differences += [p for p in pairs if not _same(p)]
    body = {key: record.get(key, ABSENT) for key in outcome.body}
    for pair in places(body, outcome.body, seeds):
        if not _fits(pair.key, timed + several + SECONDS):
            others += _same(pair)
            differences += [] if _same(pair) else [pair]
    return Comparison(equal, others, differences, record["command"])


def named(values: dict[str, dict]) -> Iterator[tuple[str, dict]]:
    """Each value once: the entry `key.mean` repeats the numbers of `key`."""
    return ((key, entry) for key, entry in values.items() if not (key.endswith(".mean") and key[:-5] in values))


def measures_machine(key: str, entry: dict[str, Any], timed: tuple[str, ...]) -> bool:
    """Whether a value says how fast or how large a run was, and not what it computed."""
    return entry.get("unit") in MACHINE or _fits(key, timed)


def places(was: Any, now: Any, seeds: int, key: str = "") -> Iterator[Difference]:
    """What stands at each place, in the record and now. A list with an entry a seed is compared by its first."""
    dot = f"{key}." if key else ""
    if isinstance(was, dict) and isinstance(now, dict):
        for name in was | now:
            yield from places(was.get(name, ABSENT), now.get(name, ABSENT), seeds, f"{dot}{name}")
    elif isinstance(was, list) and isinstance(now, list):
        a_seed_each = len(now) == 1 and len(was) <= seeds
        for i, (a, b) in enumerate(zip_longest(was[:1] if a_seed_each else was, now, fillvalue=ABSENT)):
            yield from places(a, b, seeds, f"{dot}{i}")
    else:
        yield Difference(key, was, now)


def _essence(entry: dict[str, Any] | None) -> Any:
    """Of a value, its numbers, name and unit, and how many digits are shown."""
    if entry is None:
        return ABSENT
    digits = len(entry["text"].split()[0].partition(".")[2])
    return {"data": entry.get("data", []), "label": entry["label"], "unit": entry.get("unit", ""), "digits": digits}


def _same(pair: Difference) -> bool:
    return repr(pair.recorded) == repr(pair.found)  # the digits of a float's repr are exact


def _fits(key: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(key, pattern) for pattern in patterns)
