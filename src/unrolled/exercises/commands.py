"""`python -m unrolled exercises | start | check | hint | solution | reset`: work through the exercises."""

import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from unrolled.exercises import progress
from unrolled.exercises.absent import AbsentError
from unrolled.exercises.exercise import SETS, Exercise, UnknownExerciseError, exercises, find
from unrolled.exercises.plain import plain
from unrolled.exercises.report import told
from unrolled.exercises.runner import check as run_check

app = typer.Typer()
Name = Annotated[str, typer.Argument(help="An exercise, such as rnn-01.")]
Folder = Annotated[Path, typer.Option("--folder", help="Where your answers and your progress lie.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
HERE = Path("exercises")


@contextmanager
def one_error() -> Iterator[None]:
    """What goes wrong is one line on standard error and exit code 2."""
    try:
        yield
    except (UnknownExerciseError, AbsentError, progress.BrokenProgressError, OSError) as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(2) from error


@app.command("exercises")
def list_exercises(folder: Folder = HERE) -> None:
    """Every exercise, what kind it is, how hard, and how far you are."""
    with one_error():
        known = progress.read(folder)
        for name, title in SETS.items():
            if found := exercises(name):
                solved = sum(bool(known.get(each.name, {}).get("solved")) for each in found)
                typer.echo(f"{title}: {solved} of {len(found)} solved")
                for each in found:
                    about, state = each.about, progress.state(known.get(each.name, {}))
                    typer.echo(f"  {each.name:13}{state:8}{about.kind:11}{'*' * about.level:6}{about.title}")


@app.command()
def start(name: Name, folder: Folder = HERE, yes: Yes = False) -> None:
    """Copy the stub of an exercise to your folder. What is there is overwritten only if you say so."""
    with one_error():
        exercise = find(name)
        file = folder / f"{name}.py"
        if file.exists() and not yes:
            typer.confirm(f"{file} is there already. Overwrite it with the stub?", abort=True)
        _copy(exercise, file)
        progress.note(folder, name, begun=str(date.today()))
        typer.echo(f"{plain(exercise.task)}\n\nWrote {file}. Fill it in, then: python -m unrolled check {name}")


@app.command()
def check(
    name: Name,
    file: Annotated[Path | None, typer.Argument(help="Your answer; by default the file that `start` wrote.")] = None,
    folder: Folder = HERE,
    seconds: Annotated[float | None, typer.Option(help="How much processor time your code may take.")] = None,
) -> None:
    """Run your answer, and say what is right, what is not, and why. Exit code 1 if it is not right yet."""
    with one_error():
        exercise, path = find(name), file or folder / f"{name}.py"
        if not path.is_file():
            raise FileNotFoundError(f"there is no {path}: python -m unrolled start {name}")
        checked = run_check(name, path, seconds or exercise.about.seconds)
        entry = progress.read(folder).get(name, {})
        facts = {"begun": entry.get("begun") or str(date.today()), "tries": entry.get("tries", 0) + 1}
        if checked.verdict.ok and not entry.get("solved"):
            facts["solved"] = str(date.today())
        progress.note(folder, name, **facts)
    typer.echo(told(exercise, checked))
    raise typer.Exit(0 if checked.verdict.ok else 1)


@app.command()
def hint(
    name: Name,
    number: Annotated[int | None, typer.Argument(help="Which one; by default the next.", min=1)] = None,
    folder: Folder = HERE,
) -> None:
    """One hint. They go from a nudge to nearly everything."""
    with one_error():
        hints = find(name).about.hints
        seen = progress.read(folder).get(name, {}).get("hints", 0)
        number = min(number or seen + 1, len(hints))
        progress.note(folder, name, hints=max(seen, number))
        typer.echo(textwrap.fill(f"Hint {number} of {len(hints)}: {hints[number - 1]}", 100))


@app.command()
def solution(name: Name, folder: Folder = HERE, yes: Yes = False) -> None:
    """The solution, with its reasoning. It asks first: a solution that was read is not one that was found."""
    with one_error():
        exercise = find(name)
        if not yes and not progress.read(folder).get(name, {}).get("solved"):
            typer.confirm(f"{name} is not solved yet. Show the solution?", abort=True)
        progress.note(folder, name, solution_read=str(date.today()))
        typer.echo(f"{plain(exercise.reasoning)}\n\n\n{exercise.solution_code}")


@app.command()
def reset(name: Name, folder: Folder = HERE, yes: Yes = False) -> None:
    """Begin an exercise again: your answer is kept beside the new stub as NAME.old.py."""
    with one_error():
        exercise, file = find(name), folder / f"{name}.py"
        if file.exists():
            if not yes:
                typer.confirm(f"Move {file} to {file.with_suffix('.old.py')} and begin again?", abort=True)
            file.replace(file.with_suffix(".old.py"))
        _copy(exercise, file)
        progress.note(folder, name, begun=str(date.today()), solved=None, tries=0, hints=0)
        typer.echo(f"wrote {file}")


def _copy(exercise: Exercise, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(exercise.stub.read_text("utf-8"), "utf-8")
