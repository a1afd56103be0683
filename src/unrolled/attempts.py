"""How long a run took over all attempts at it, noted beside its checkpoints, so that a killed attempt is not forgotten.

A run that was killed and goes on from its checkpoints took what all its attempts took. While it runs, its time is noted
every few seconds in `times/<experiment>.json`, in the folder of the checkpoints; a kill loses no more than those. An
attempt that found no checkpoint began anew, and what was before it does not count.
"""

import json
import sys
import threading
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from unrolled import results
from unrolled.spent import COUNTS_ENDED, Stopwatch

EVERY = 10.0  # seconds between two notes of a run that is under way
USES = {"sentiment_ensemble": "sentiment"}  # whose checkpoints an experiment takes over, by their names


class Took(NamedTuple):
    """The time of a run. Not whole: something that it used was made before the first attempt of which it knows."""

    wall: float  # seconds
    processor: float  # seconds
    attempts: int
    whole: bool
    finished: bool

    def entry(self) -> dict[str, Any]:
        """As it stands in a record."""
        minutes = {"processor_minutes": round(self.processor / 60, 2), "wall_minutes": round(self.wall / 60, 2)}
        return {**minutes, "attempts": self.attempts, "whole": self.whole}


class Clock:
    """Times one attempt; with a file, beside those before it. Used with `with`.

    Args:
        file: where attempts are noted. None: nowhere.
        resumed: this attempt goes on with what earlier ones made.
        facts: what else is to be noted of it.
    """

    def __init__(self, file: Path | None, resumed: bool = False, **facts: str) -> None:
        self.file, self._earlier = file, read(file) if file else []
        self.failed = False  # set it if the work ended, but not well
        began = datetime.now().isoformat(" ", "seconds")
        self._now: dict[str, Any] = {"began": began, **facts, "resumed": resumed, "finished": False}
        self._stop = threading.Event()
        self._ticking = threading.Thread(target=self._tick, daemon=True)

    def __enter__(self) -> "Clock":
        self._watch = Stopwatch()
        if self.file:
            self._note()
            self._ticking.start()
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._ticking.is_alive():
            self._stop.set()
            self._ticking.join()
        self._now["finished"] = kind is None and not self.failed
        self._note()

    def took(self) -> Took:
        """What the run took with this attempt."""
        return took([*self._earlier, self._now])

    def _tick(self) -> None:
        while not self._stop.wait(EVERY):
            self._note()

    def _note(self) -> None:
        spent = self._watch.read()
        self._now |= {"wall_seconds": round(spent.wall, 2), "processor_seconds": round(spent.processor, 2)}
        if self.file is None:
            return
        try:
            results.write(self.file, {"attempts": [*self._earlier, self._now]})
        except OSError as error:
            print(f"warning: the time of this run is not noted: {error}", file=sys.stderr)
            self.file = None


def attempt(experiment: str, runs: Path | None) -> Clock:
    """A clock for one attempt at a whole run, with the folder of its checkpoints if it has one."""
    if runs is None:
        return Clock(None)
    code = source(experiment)
    return Clock(file_of(experiment, runs), bool(checkpoints(experiment, runs)), code=code)


def source(experiment: str) -> str:
    """One digest of all the code of an experiment."""
    return sha256(json.dumps(results.sources(f"unrolled.experiments.{experiment}")).encode()).hexdigest()


def file_of(experiment: str, runs: Path) -> Path:
    """Where the attempts at an experiment are noted."""
    return runs / "times" / f"{experiment}.json"


def checkpoints(experiment: str, runs: Path) -> list[Path]:
    """What an experiment finds in the folder to go on with."""
    names = [name for name in (experiment, USES.get(experiment)) if name]
    found = [path for name in names for end in "-." for path in runs.glob(f"{name}{end}*")]
    return sorted(path for path in found if path.suffix != ".log")


def read(file: Path) -> list[dict[str, Any]]:
    """The attempts in a file. One that is absent or damaged holds none."""
    try:
        return json.loads(file.read_text("utf-8"))["attempts"]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def took(attempts: list[dict[str, Any]]) -> Took:
    """What a run took: its last attempt, and those before it as far back as one went on with the other."""
    count = next((n for n, each in enumerate(reversed(attempts), 1) if not each["resumed"]), 0)
    counted = attempts[-count:] if count else attempts
    wall, processor = (sum(each[key] for each in counted) for key in ("wall_seconds", "processor_seconds"))
    return Took(wall, processor, len(counted), bool(count) and COUNTS_ENDED, counted[-1]["finished"])
