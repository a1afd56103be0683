"""The process that runs the reader's code: `python -m unrolled.exercises.harness MODULE FILE RESULT SECONDS BYTES`.

What the reader prints goes to standard output. What the checker found goes, as JSON, to the file RESULT, so nothing
that is printed can be taken for it. No RESULT means that the process ended before the checker did.
"""

import json
import os
import sys
import traceback
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from unrolled.exercises import limits
from unrolled.exercises.verdict import Verdict


def load(file: str) -> dict[str, Any]:
    """Run the reader's file; return what it defines."""
    module = ModuleType("answer")
    module.__file__ = file
    sys.modules["answer"] = module  # dataclasses look their module up
    source = Path(file).read_text("utf-8")
    exec(compile(source, file, "exec", dont_inherit=True), vars(module))
    return vars(module)


def judge(examine: Any, file: str) -> Verdict:
    """Run the file and examine it; whatever goes wrong outside of a case becomes a verdict, too."""
    try:
        return examine(load(file), file)
    except SyntaxError as error:
        shown = (error.text or "").rstrip()
        return Verdict(False, found=f"line {error.lineno} is not Python: {error.msg}\n{shown}")
    except UnicodeDecodeError as error:
        return Verdict(False, found=f"the file is not UTF-8 text: {error.reason} at byte {error.start}")
    except MemoryError as error:
        return Verdict(
            False, found=f"{_at(error, file)}more memory than the checker allows: is there a loop that grows?"
        )
    except limits.TimeUpError as error:
        return Verdict(
            False, found=f"{_at(error, file)}still running when the time was up: is there a loop without end?"
        )
    except limits.ProcessError as error:
        return Verdict(False, found=f"{_at(error, file)}an answer may start no other process: {error}")
    except SystemExit as error:
        return Verdict(False, found=f"{_at(error, file)}sys.exit: an answer must come to its end")
    except BaseException as error:
        text = " ".join(str(error).split())[:400]
        return Verdict(False, found=f"{_at(error, file)}{type(error).__name__}: {text}")


def _at(error: BaseException, file: str) -> str:
    """The last line of the reader's file that the error went through."""
    lines = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    return f"line {lines[-1].lineno}, `{lines[-1].line}`: " if lines else ""


def main(name: str, file: str, result: str, seconds: str, memory: str) -> None:
    """Examine FILE with the function `examine` of a module, or with the exercise of a name."""
    if "." in name:
        examine = import_module(name).examine
    else:
        from unrolled.exercises.exercise import find

        exercise = find(name)
        exercise.module("check"), exercise.module("wrong")  # imported before the limits hold
        check = import_module("unrolled.exercises.examine").examine

        def examine(names: dict[str, Any], path: str) -> Verdict:
            return check(exercise, names, path)

    limits.tighten(float(seconds), int(memory))
    verdict = judge(examine, file)
    limits.relax()
    part = Path(f"{result}.part")
    part.write_text(json.dumps(verdict.as_json()), "utf-8")
    part.replace(result)
    sys.stdout.flush()
    os._exit(0)  # do not wait for threads that the reader may have left


if __name__ == "__main__":
    main(*sys.argv[1:])
