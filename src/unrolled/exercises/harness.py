"""The process that runs the reader's code: `python -m unrolled.exercises.harness MODULE FILE RESULT SECONDS BYTES`.

What the reader prints goes to standard output. What the checker found goes, as JSON, to the file RESULT, so nothing
that is printed can be taken for it. What the check itself misses on this machine goes to RESULT.absent. Neither of them
means that the process ended before the checker did: RESULT.case then holds what was being checked, and RESULT.fault the
lines of Python in which the process crashed, if it did.
"""

import faulthandler
import json
import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from unrolled.exercises import limits
from unrolled.exercises.absent import AbsentError, absent
from unrolled.exercises.failures import in_words
from unrolled.exercises.verdict import Verdict


def load(file: str) -> dict[str, Any]:
    """Run the reader's file; return what it defines. Files that lie beside it can be imported."""
    module = ModuleType("answer")
    module.__file__ = file
    sys.modules["answer"] = module  # dataclasses look their module up
    sys.path.append(str(Path(file).parent))
    exec(compile(_source(file), file, "exec", dont_inherit=True), vars(module))
    return vars(module)


class NotTextError(Exception):
    """The file cannot be read as text."""


def _source(file: str) -> str:
    try:
        return Path(file).read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotTextError(f"the file is not UTF-8 text: {error.reason} at byte {error.start}") from error


Examine = Callable[[dict[str, Any], str], Verdict]


def judge(examine: Examine, file: str) -> Verdict:
    """Run the file and examine it; whatever goes wrong outside of a case becomes a verdict, too.

    Raises: AbsentError, if the check needs what is not on this machine.
    """
    try:
        return examine(load(file), file)
    except NotTextError as error:
        return Verdict(False, found=str(error))
    except AbsentError:
        raise
    except BaseException as error:
        if missing := absent(error, file):
            raise AbsentError(missing) from error
        return Verdict(False, found=in_words(error, file))


def examiner(name: str, result: str) -> Examine:
    """The function `examine` of a module, or that for the exercise of a name; imported before the limits hold.

    Raises: AbsentError, if the check needs what is not on this machine.
    """
    try:
        if "." in name:
            return import_module(name).examine
        from unrolled.exercises.exercise import find

        exercise = find(name)
        exercise.module("check"), exercise.module("wrong")
        check = import_module("unrolled.exercises.examine").examine
    except Exception as error:
        if missing := absent(error):
            raise AbsentError(missing) from error
        raise
    return lambda names, path: check(exercise, names, path, note=lambda verdict: write(verdict, f"{result}.case"))


def main(name: str, file: str, result: str, seconds: str, memory: str) -> None:
    """Examine FILE with the function `examine` of a module, or with the exercise of a name."""
    try:
        examine = examiner(name, result)
        faulthandler.enable(open(f"{result}.fault", "w"))  # noqa: SIM115 - open for as long as the process lives
        limits.tighten(float(seconds), int(memory))
        verdict = judge(examine, file)
        limits.relax()
        write(verdict, result)
    except AbsentError as error:
        limits.relax()
        Path(f"{result}.absent").write_text(str(error), "utf-8")
    sys.stdout.flush()
    os._exit(0)  # do not wait for threads that the reader may have left


def write(verdict: Verdict, to: str) -> None:
    """All of the verdict, or nothing."""
    part = Path(f"{to}.part")
    part.write_text(json.dumps(verdict.as_json()), "utf-8")
    part.replace(to)


if __name__ == "__main__":
    main(*sys.argv[1:])
