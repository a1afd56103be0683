"""What a check needs and this machine has not: a package, or the data that one carries."""

import sys
import traceback

from unrolled.data.errors import DataError

NAMED = {"sklearn": "scikit-learn"}  # packages that are not called as their module is
GET = "run `pip install -c constraints.txt {}`"
REPAIR = "run `pip install -c constraints.txt --force-reinstall --no-deps {}`"


class AbsentError(Exception):
    """A check cannot be made here. The message says what is missing, and the command that brings it."""


def absent(error: BaseException, file: str = "") -> str:
    """What is missing, and how to get it, if that is why a check failed; else nothing.

    Args:
        error: what ended the check.
        file: the reader's. What went wrong in there is a matter of the answer.
    """
    if file and any(frame.filename == file for frame in traceback.extract_tb(error.__traceback__)):
        return ""
    if isinstance(error, ImportError):
        return _package(error)
    by_hand = isinstance(error, FileNotFoundError) and error.errno is None  # the system's own have a number
    return _line(error) if by_hand or isinstance(error, DataError) else ""


def _package(error: ImportError) -> str:
    module = (error.name or "").partition(".")[0]
    if not module or module == "unrolled" or module in sys.stdlib_module_names:
        return ""
    package = NAMED.get(module, module.replace("_", "-"))
    if isinstance(error, ModuleNotFoundError) and error.name == module:
        return f"the package {package} is not installed: {GET.format(package)}"
    return f"the package {package} is not as it should be ({_line(error)}): {REPAIR.format(package)}"


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())
