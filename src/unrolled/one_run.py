"""One run of an experiment: timed over all its attempts, recorded if asked, and noted in the reader's progress."""

from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path

from unrolled import results
from unrolled.attempts import Took, attempt
from unrolled.exercises import progress
from unrolled.measure import Outcome
from unrolled.other_code import set_aside

Tell = Callable[[str], None]


def run(
    experiment: str, seeds: list[int], quick: bool, workers: int, runs: Path | None, tell: Tell
) -> tuple[Outcome, Took]:
    """What an experiment finds, and what that took. A quick run is no attempt at the whole one, and noted nowhere."""
    if not quick and (moved := set_aside(experiment, runs)):
        tell(f"checkpoints that other code made are not gone on from; they lie in {moved}")
    with attempt(experiment, None if quick else runs) as clock:
        module = import_module(f"unrolled.experiments.{experiment}")
        outcome = module.run(seeds, quick=quick, workers=workers, runs=runs)
    return outcome, clock.took()


def record(experiment: str, seeds: list[int], outcome: Outcome, took: Took) -> Path:
    """Write the record of a run, with what it took. Returns its path."""
    module = import_module(f"unrolled.experiments.{experiment}")
    timed = outcome._replace(body={**outcome.body, "took": took.entry()})
    return results.record(experiment, module.QUESTION, module.__name__, seeds, timed)


def note(folder: Path, experiment: str, quick: bool, tell: Tell) -> None:
    """Note a finished run in the reader's progress. If that fails it is a warning: the run was made all the same."""
    try:
        progress.note_run(folder, f"{experiment} --quick" if quick else experiment, date.today().isoformat())
    except (progress.BrokenProgressError, OSError) as error:
        tell(f"warning: this run is not noted in {folder / progress.NAME}: {error}")
    else:
        tell(f"noted in {folder / progress.NAME}, which the page of the learning path can load")
