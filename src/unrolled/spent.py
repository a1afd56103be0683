"""What a piece of work took: by the clock, and of the processor, with every process that it started."""

import os
import time
from contextlib import suppress
from typing import NamedTuple

import psutil


class Spent(NamedTuple):
    """Seconds by the clock, and seconds of processor time."""

    wall: float
    processor: float


def busy() -> float:
    """Seconds of processor time so far: of this process, of the ended ones that it started, and of those still running.

    Windows does not say what ended processes took; see `COUNTS_ENDED`.
    """
    living = 0.0
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):  # it ended meanwhile
            times = process.cpu_times()
            living += times.user + times.system
            living += getattr(times, "children_user", 0.0) + getattr(times, "children_system", 0.0)
    return living + sum(os.times()[:4])


COUNTS_ENDED = os.name == "posix"


class Stopwatch:
    """Runs from the moment it is made."""

    def __init__(self) -> None:
        self._wall, self._busy = time.monotonic(), busy()

    def read(self) -> Spent:
        """What was spent so far."""
        return Spent(time.monotonic() - self._wall, max(0.0, busy() - self._busy))
