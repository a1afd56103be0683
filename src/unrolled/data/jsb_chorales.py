"""Chorales by J. S. Bach in four voices, a step a sixteenth note, for experiments of your own: a download.

The split is that of Boulanger-Lewandowski, Bengio & Vincent (2012), "Modeling Temporal Dependencies in High-Dimensional
Sequences", ICML; the pitches are those of the copy by C.-Z. A. Huang.
"""

import json
from pathlib import Path
from typing import NamedTuple

from unrolled.data import download, registry
from unrolled.data.errors import DataError

SPLITS = ("train", "valid", "test")


class Chorale(NamedTuple):
    """One chorale: at each step the MIDI pitch of every voice, the highest first; -1 where a voice is silent."""

    steps: tuple[tuple[int, ...], ...]


def load(split_name: str = "train", progress: bool = True) -> list[Chorale]:
    """The chorales of one split; downloads 1.7 MB the first time.

    Args:
        split_name: "train", "valid" or "test".
        progress: show a progress bar while downloading.
    Raises:
        ValueError: no such split.
        DataError: the file cannot be fetched, or does not hold what it should.
    """
    if split_name not in SPLITS:
        raise ValueError(f"no split {split_name!r}: choose one of {', '.join(SPLITS)}")
    dataset = registry.get("jsb-chorales")
    return parse(download.fetch(dataset, dataset.files[0], progress=progress), split_name)


def parse(file: Path, split_name: str) -> list[Chorale]:
    """The chorales of one split of a file.

    Raises:
        DataError: it is not JSON, has no such split, or a step is not four whole numbers.
    """
    try:
        rows = json.loads(file.read_text("utf-8"))[split_name]
    except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise DataError(f"{file}: not JSON with a list called {split_name!r} ({error!r})") from error
    for i, row in enumerate(rows):
        for j, step in enumerate(row):
            if len(step) != 4 or any(type(pitch) is not int for pitch in step):
                raise DataError(f"{file}: {split_name}, chorale {i}, step {j} is {step}, expected four pitches")
    return [Chorale(tuple(tuple(step) for step in row)) for row in rows]
