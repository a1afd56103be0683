"""KanjiVG's characters as short offsets of a pen: a download, for comparisons with work on sketch-rnn.

That work is Ha & Eck (2018), "A Neural Representation of Sketch Drawings", ICLR. The pages of this book use
`unrolled.data.kanjivg`.
"""

import pickle
import zipfile
from pathlib import Path
from typing import NamedTuple

import numpy as np

from unrolled.data import download, registry
from unrolled.data.errors import DataError

SPLITS = ("train", "valid", "test")


class Sketch(NamedTuple):
    """One drawing: rows of (dx, dy, lifts), where `lifts` is 1 if the pen leaves the paper after the point."""

    steps: np.ndarray  # (T, 3), whole numbers


def load(split_name: str = "train", progress: bool = True) -> list[Sketch]:
    """The drawings of one split; downloads 1.4 MB the first time.

    Args:
        split_name: "train", "valid" or "test".
        progress: show a progress bar while downloading.
    Raises:
        ValueError: no such split.
        DataError: the file cannot be fetched, or does not hold what it should.
    """
    if split_name not in SPLITS:
        raise ValueError(f"no split {split_name!r}: choose one of {', '.join(SPLITS)}")
    dataset = registry.get("sketch-rnn")
    return parse(download.fetch(dataset, dataset.files[0], progress=progress), split_name)


def parse(file: Path, split_name: str) -> list[Sketch]:
    """The drawings of one split of a file.

    The rows lie in a pickle, which could run code when it is read: `load` holds the file to its SHA-256 first.

    Raises:
        DataError: it is not such an archive, or a drawing is not (T, 3).
    """
    try:
        with np.load(file, allow_pickle=True, encoding="latin1") as archive:
            rows = list(archive[split_name])
    except (zipfile.BadZipFile, pickle.UnpicklingError, KeyError, ValueError, OSError, EOFError) as error:
        raise DataError(f"{file}: not an archive of NumPy with an array {split_name!r} ({error!r})") from error
    for i, row in enumerate(rows):
        if not isinstance(row, np.ndarray) or row.ndim != 2 or row.shape[1] != 3:
            raise DataError(f"{file}: {split_name}, drawing {i} is not a table of three columns")
    return [Sketch(row) for row in rows]
