"""What the reader's code may use: time, memory, and no other processes. Set in the process that runs it."""

import contextlib
import os
import signal
import sys
from typing import Any

import psutil

try:
    import resource
except ImportError:  # there is none on Windows: there the parent's clock is the only limit
    resource = None

PATIENCE = 6  # seconds on the clock for each second of processor time, on a busy machine
STARTS = {"os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.exec", "os.system", "subprocess.Popen"}


class TimeUpError(BaseException):
    """The time is up. Not an `Exception`, so that `except Exception` in a loop does not swallow it."""


class ProcessError(BaseException):
    """The code tried to start a process. A BaseException, so that a loop around a fork does not go on."""


def tighten(seconds: float | int, memory: int) -> None:
    """Limit this process, from now on, to so many more seconds of processor time and bytes, and to itself.

    Code that only waits is stopped by the clock, after `PATIENCE` times as long.

    A limit on the number of processes would count all of a user's, and not hold for root: an audit hook refuses to
    start any instead. It guards against accidents; it is no prison.
    """
    sys.addaudithook(_refuse)
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGPROF, _time_up)
        signal.signal(signal.SIGALRM, _time_up)
        signal.setitimer(signal.ITIMER_PROF, seconds)
        signal.setitimer(signal.ITIMER_REAL, PATIENCE * seconds)
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + seconds) + 2)
        _limit(resource.RLIMIT_AS, psutil.Process().memory_info().vms + memory)
        _limit(resource.RLIMIT_CORE, 0)


def relax() -> None:
    """Stop the clock: the reader's code has ended."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


def _limit(what: int, value: int) -> None:
    with contextlib.suppress(ValueError, OSError):  # macOS has no limit on addresses
        resource.setrlimit(what, (value, value))


def _time_up(_signal: int, _frame: Any) -> None:
    raise TimeUpError


def _refuse(event: str, _args: tuple) -> None:
    if event in STARTS:
        raise ProcessError(f"{event} (in process {os.getpid()})")
