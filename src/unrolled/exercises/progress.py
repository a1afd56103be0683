"""What the reader has begun, solved and run: one small JSON file in the reader's own folder, never sent anywhere."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NAME = "progress.json"
KINDS = ("exercises", "runs")
WAIT = 5.0  # seconds for another command to be done with the file
DEAD = 10.0  # seconds after which nobody holds a lock any more: writing takes a moment

Known = dict[str, dict[str, dict[str, Any]]]  # by kind and by name


class BrokenProgressError(ValueError):
    """The file is there and is not what this module writes."""


def read(folder: Path, kind: str = "exercises") -> dict[str, dict[str, Any]]:
    """What is known of each exercise, or of each run, by name.

    Raises:
        BrokenProgressError: the file cannot be read as progress.
    """
    return _load(folder)[kind]


def note(folder: Path, name: str, **facts: Any) -> dict[str, Any]:
    """Add facts about one exercise; the file is replaced as a whole, so it is never half written."""
    with _held(folder) as known:
        entry = known["exercises"].setdefault(name, {})
        entry.update(facts)
    return entry


def note_run(folder: Path, name: str, day: str) -> None:
    """Note that an experiment was run, under its name with its options, and the day when that was done first."""
    with _held(folder) as known:
        known["runs"].setdefault(name, {"ran": day})


def state(entry: dict[str, Any]) -> str:
    """One word: solved, begun, or nothing."""
    return "solved" if entry.get("solved") else "begun" if entry.get("begun") else ""


def _load(folder: Path) -> Known:
    file = folder / NAME
    if not file.exists():
        return {kind: {} for kind in KINDS}
    try:
        known = {"runs": {}} | json.loads(file.read_text("utf-8"))  # files of the first version have no runs
        return {kind: {str(name): dict(entry) for name, entry in known[kind].items()} for kind in KINDS}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BrokenProgressError(f"{file} is damaged: move it away to begin a new one") from error


@contextmanager
def _held(folder: Path) -> Iterator[Known]:
    """What is known, to be changed; then it is written. Two commands at once wait for each other."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = folder / f".{NAME}.lock"
    _take(lock)
    try:
        known = _load(folder)
        yield known
        part = folder / f".{NAME}.part"
        part.write_text(json.dumps({"version": 1, **known}, indent=1, sort_keys=True) + "\n", "utf-8")
        part.replace(folder / NAME)
    finally:
        lock.unlink(missing_ok=True)


def _take(lock: Path) -> None:
    """Make the file, or wait until it is gone. One that a killed command left is removed.

    Raises:
        TimeoutError: another command held it all the time.
    """
    until = time.monotonic() + WAIT
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL))
            return
        except FileExistsError:
            _remove_dead(lock)
        if time.monotonic() > until:
            raise TimeoutError(f"another command holds {lock}: try again, or delete it if there is none")
        time.sleep(0.02)


def _remove_dead(lock: Path) -> None:
    try:
        dead = time.time() - lock.stat().st_mtime > DEAD
    except FileNotFoundError:
        return
    if dead:
        lock.unlink(missing_ok=True)
