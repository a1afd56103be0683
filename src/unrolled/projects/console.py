"""What every command of a project does alike: errors in one line, exit codes, JSON for scripts.

Exit codes: 0 done, 1 failed, 2 called wrongly, 130 stopped by Ctrl-C or by a request to end.
"""

import json
import sys
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

import typer

from unrolled.checkpoint import CheckpointError
from unrolled.data.errors import DataError
from unrolled.data.imdb import CorruptDataError
from unrolled.projects.errors import ProjectError, StoppedError
from unrolled.training import DivergedError

PROBLEMS = (ProjectError, DataError, CorruptDataError, CheckpointError, DivergedError, OSError)
STOPPED = 130


def command(function: Callable[..., None]) -> Callable[..., None]:
    """A command that ends in one line on standard error and an exit code, never in a traceback."""

    @wraps(function)
    def run(*words: Any, **options: Any) -> None:
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")  # a terminal that cannot show a letter shows a question mark
        try:
            function(*words, **options)
        except BrokenPipeError:
            raise  # whoever read our output has had enough: Typer ends quietly
        except StoppedError as stopped:
            typer.echo(str(stopped), err=True)
            raise typer.Exit(STOPPED) from stopped
        except PROBLEMS as error:
            typer.echo(f"error: {error}", err=True)
            raise typer.Exit(1) from error

    return run


def note(line: str) -> None:
    """Something to know that is not the answer: on standard error, so that scripts read answers only."""
    typer.echo(line, err=True)


def as_json(found: object) -> str:
    """One line of JSON, letters of every script as they are."""
    return json.dumps(found, ensure_ascii=False, allow_nan=False)


def show(found: dict[str, Any], json_wanted: bool) -> None:
    """A dictionary of answers: one JSON object, or a line for each entry."""
    if json_wanted:
        typer.echo(as_json(found))
        return
    flat = dict(_flat(found))
    width = max(map(len, flat), default=0)
    for key, answer in flat.items():
        typer.echo(f"{key.replace('_', ' '):<{width}}  {_shown(answer)}")


def _flat(found: dict[str, Any], before: str = "") -> Iterator[tuple[str, object]]:
    for key, answer in found.items():
        if isinstance(answer, dict):
            yield from _flat(answer, f"{before}{key}: ")
        else:
            yield f"{before}{key}", answer


def _shown(answer: object) -> str:
    if isinstance(answer, float):
        return f"{answer:,.4f}"
    if isinstance(answer, list):
        return as_json(answer)
    return f"{answer:,}" if isinstance(answer, int) and not isinstance(answer, bool) else str(answer)
