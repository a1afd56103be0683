"""Records of times that take long to measure: only what is new is measured, and what was measured is kept at once.

A record holds a digest of each thing that was measured, and the machine and the versions that it was measured with.
"""

import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import Any

from unrolled.measure import keyed
from unrolled.results import digest, machine, write

FRAME = "tests/press/time_record.py"
REPEATS = 3
Seconds = Iterable[tuple[str, list[float]]]


@dataclass(frozen=True)
class Times:
    """What one script measures, and where the times go.

    Args:
        script: the file that measures.
        path: of the record in the book; its name is that of the experiment.
        question: what the record answers.
        listed: the entry of the record that holds the digests.
        label: what the time of a name is called.
        digits: of a time, behind the point.
        measure: takes names, and gives each with its seconds as soon as they are known.
        shared: a name without a digest, measured once: what all the others have in common. Empty if there is nothing.
    """

    script: str
    path: str
    question: str
    listed: str
    label: Callable[[str], str]
    digits: int
    measure: Callable[[list[str]], Seconds]
    shared: str = ""


def main(times: Times, root: Path, now: dict[str, str]) -> None:
    """Measure all that `now` names; with `--record`, only what is new of it, and write the record."""
    if "--record" in sys.argv[1:]:
        update(times, root, now)
        print("now run `python -m press results`")
    else:
        for name, seconds in times.measure(list(now)):
            _tell(name, seconds)


def update(times: Times, root: Path, now: dict[str, str]) -> None:
    """Measure what is new. The record is written after each: who is interrupted goes on from there.

    Args:
        times: what is measured.
        root: folder of the book.
        now: a digest of each thing that the record is to hold, by name.
    """
    here = {"machine": machine(), "versions": {"python": python_version(), "torch": version("torch")}}
    done, values = _still_true(times, root / times.path, here, now)
    _save(times, root, here, done, values)
    first = [times.shared] if times.shared and _key(times.shared) not in values else []
    new = [*first, *(name for name in now if name not in done)]
    for name, seconds in times.measure(new) if new else ():
        _tell(name, seconds)
        label, rounded = f"{times.label(name)}: processor time", [round(each, 3) for each in seconds]
        values |= keyed(_key(name), label, rounded, "s", times.digits)
        if name in now:
            done[name] = now[name]
        _save(times, root, here, done, values)


def _still_true(times: Times, path: Path, here: dict[str, Any], now: dict[str, str]) -> tuple[dict, dict]:
    """Digests and values of the last record that hold: nothing of another machine, nothing that changed or is gone."""
    was = json.loads(path.read_text("utf-8")) if path.exists() else {}
    if {entry: was.get(entry) for entry in here} != here:
        return {}, {}
    found, values = was[times.listed], was["values"]
    done = {name: now[name] for name in now if now[name] == found.get(name) and _key(name) in values}
    names = [*done, *([times.shared] if times.shared else [])]
    keys = [key for name in names for key in (_key(name), f"{_key(name)}.mean")]
    return done, {key: values[key] for key in keys if key in values}


def _save(times: Times, root: Path, here: dict[str, Any], done: dict[str, str], values: dict[str, dict]) -> None:
    """Write the record whole, or not at all."""
    result = {
        "experiment": Path(times.path).stem,
        "question": times.question,
        "command": f"python {times.script} --record",
        "recorded": date.today().isoformat(),
        "seeds": list(range(REPEATS)),
        **here,
        "source": _source(times.script),
        "values": dict(sorted(values.items())),
        times.listed: dict(sorted(done.items())),
    }
    write(root / times.path, result)


def _source(script: str) -> dict[str, str]:
    """Digests of the code that measures and records. Where they change, no measurement is thrown away."""
    folder = Path(__file__).resolve().parents[2]
    return {name: digest(folder / name) for name in sorted([script, FRAME])}


def _tell(name: str, seconds: list[float]) -> None:
    print(f"{name:36} {min(seconds):6.2f} to {max(seconds):.2f} s", flush=True)


def _key(name: str) -> str:
    return name.replace("/", ".")
