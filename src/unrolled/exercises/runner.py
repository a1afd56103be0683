"""Run the reader's file in a process of its own, and live through whatever it does there."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from dataclasses import replace
from pathlib import Path
from typing import IO, NamedTuple

from unrolled.exercises.absent import AbsentError
from unrolled.exercises.limits import PATIENCE
from unrolled.exercises.verdict import Verdict

SECONDS = 10.0  # of processor time for the reader's code; an exercise that trains says for itself how many
START = 60.0  # for Python and PyTorch to start on a busy machine
MEMORY = 1 << 30  # bytes beyond what Python and PyTorch take
KEPT = 4000  # bytes of what the reader prints


class Checked(NamedTuple):
    """The verdict, and what the reader's code printed."""

    verdict: Verdict
    printed: str
    left_out: int  # bytes that were printed and are not shown


class _Reader(threading.Thread):
    """Empties a pipe; keeps the beginning and counts the rest."""

    def __init__(self, pipe: IO[bytes]) -> None:
        super().__init__(daemon=True)
        self.pipe, self.kept, self.total = pipe, b"", 0
        self.start()

    def run(self) -> None:
        while chunk := os.read(self.pipe.fileno(), 65536):
            self.kept += chunk[: KEPT - len(self.kept)]
            self.total += len(chunk)


def check(
    name: str, file: Path, seconds: float | int = SECONDS, memory: int = MEMORY, start: float | int = START
) -> Checked:
    """Check a file.

    Args:
        name: of an exercise.
        file: the reader's.
        seconds: of processor time for the reader's code, and `PATIENCE` times as many on the clock.
        memory: bytes that it may take.
        start: seconds that Python and PyTorch may take to start; after all of this the process is killed.
    Raises:
        AbsentError: the check needs a package, or data, that are not on this machine.
    """
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder, "result.json")
        words = ["-m", "unrolled.exercises.harness", name, str(file.resolve()), str(result), str(seconds), str(memory)]
        process = subprocess.Popen(
            [sys.executable, "-P", *words], env=_environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, start_new_session=os.name == "posix",
        )  # fmt: skip
        reader = _Reader(process.stdout)
        try:
            code = process.wait(PATIENCE * seconds + start)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            _end(process)
        reader.join(2)
        if (missing := Path(f"{result}.absent")).exists():
            raise AbsentError(f"{name} cannot be checked: {missing.read_text('utf-8')}")
        told = _read(result) or _unfinished(result, file, code)
    return Checked(told, reader.kept.decode("utf-8", "replace"), reader.total - len(reader.kept))


def _environment() -> dict[str, str]:
    """One thread, and this library wherever the reader stands."""
    library = str(Path(__file__).parents[2])
    paths = [library, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join(paths), "PYTHONUNBUFFERED": "1"}


def _end(process: subprocess.Popen) -> None:
    """Kill the process and all of its session."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _read(result: Path) -> Verdict | None:
    try:
        return Verdict.of_json(json.loads(result.read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _unfinished(result: Path, file: Path, code: int | None) -> Verdict:
    """The verdict on code that the process did not live through: in which case, and on which line if that is known."""
    case = _read(Path(f"{result}.case")) or Verdict(False)
    fault = Path(f"{result}.fault")
    frames = re.findall(r'File "(.+)", line (\d+)', fault.read_text("utf-8", "replace")) if fault.exists() else []
    line = next((f"line {number}: " for path, number in frames if path == str(file.resolve())), "")
    return replace(case, ok=False, found=line + _ended(code))


def _ended(code: int | None) -> str:
    """Why there is no verdict."""
    if code is None:
        return "still running when the time was up, and did not react: is there a loop without end?"
    if code in (-getattr(signal, "SIGXCPU", 1 << 20), -getattr(signal, "SIGKILL", 1 << 20)):
        return "killed: the code used more processor time or memory than the checker allows"
    if code < 0:
        return f"the process crashed with {signal.Signals(-code).name} before the checker was done"
    return f"the process ended with code {code} before the checker was done: does the code call os._exit?"
