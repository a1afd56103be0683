"""Checkpoints that other code made are not to be gone on from: a record would mix what two versions of it computed."""

from datetime import datetime
from pathlib import Path

from unrolled.attempts import USES, checkpoints, file_of, read, source


def set_aside(experiment: str, runs: Path | None) -> Path | None:
    """Move what an experiment left in the folder, if its code was another one at its last attempt.

    What it takes over from another experiment stays: that is set aside when the other one runs.

    Returns: the folder in which it now lies; None if nothing was moved.
    """
    attempts = read(file_of(experiment, runs)) if runs else []
    if not attempts or attempts[-1].get("code") == source(experiment):
        return None
    lent = checkpoints(USES[experiment], runs) if experiment in USES else []
    own = [path for path in checkpoints(experiment, runs) if path not in lent]
    if not own:
        return None
    folder = runs / "other-code" / f"{experiment}-{datetime.now():%Y%m%d-%H%M%S}"
    folder.mkdir(parents=True)
    for path in own:
        path.rename(folder / path.name)
    return folder
