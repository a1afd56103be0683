"""What ended the reader's code, in words, with the line of the reader's file that it went through."""

import traceback

from unrolled.exercises.limits import ProcessError, TimeUpError


class UnfitError(Exception):
    """What the answer returned cannot be used at all. The message says what was expected, and what came."""


class ForbiddenError(Exception):
    """The answer called what it was to do itself."""


STOPS = (SystemExit, TimeUpError, ProcessError)  # after these nothing of the reader's is called again

NOTES = (  # what PyTorch and Python say, and what it means here
    ("EOF when reading a line", "there is nobody to ask: everything comes in the arguments"),
    ("name 'torch' is not defined", "is there an `import torch`?"),
    ("have the same dtype", "new tensors are of the type of the arguments if made with dtype=x.dtype"),
    ("expected scalar type", "new tensors are of the type of the arguments if made with dtype=x.dtype"),
    ("maximum recursion depth", "does the function call itself without end?"),
    ("No such file", "paths begin at the folder in which you call the checker"),
    ("No module named", "is it installed? No exercise needs more than Python and PyTorch"),
    ("invalid non-printable character", "was it copied from a web page? Type the line anew"),
    ("a leaf Variable that requires grad", "make a new tensor in place of changing this one"),
)


def in_words(error: BaseException, file: str) -> str:
    """What went wrong, and where in the reader's file."""
    if isinstance(error, SyntaxError) and error.filename == file:
        return f"line {error.lineno} is not Python: {error.msg}{_note(error)}\n{(error.text or '').rstrip()}"
    if isinstance(error, UnfitError):
        return _at(error.__cause__ or error, file) + str(error)
    return _at(error, file) + _what(error)


def _what(error: BaseException) -> str:
    if isinstance(error, MemoryError) or "can't allocate memory" in str(error):
        return "more memory than the checker allows: is there a loop that grows?"
    if isinstance(error, TimeUpError):
        return "still running when the time was up: is there a loop without end?"
    if isinstance(error, ProcessError):
        return f"an answer may start no other process: {error}"
    if isinstance(error, SystemExit):
        return "sys.exit: an answer must come to its end"
    if isinstance(error, ForbiddenError):
        return str(error)
    text = " ".join(str(error).split())[:400]
    return f"{type(error).__name__}: {text}{_note(error)}" if text else type(error).__name__


def _note(error: BaseException) -> str:
    return next((f" ({note})" for said, note in NOTES if said in str(error)), "")


def _at(error: BaseException, file: str) -> str:
    """The last line of the reader's file that the error went through."""
    lines = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    return f"line {lines[-1].lineno}, `{lines[-1].line}`: " if lines else ""
