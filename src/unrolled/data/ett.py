"""ETTh1: load and oil temperature of an electricity transformer in China, every hour from July 2016 to June 2018.

Zhou and others, "Informer", AAAI 2021. Licence CC BY-ND 4.0: the book fetches the file, and neither changes it nor
publishes it again. The usual split is 12, 4 and 4 months of 30 days; the rest of the file is not used.
"""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from unrolled.data import download, registry
from unrolled.data.errors import DataError
from unrolled.data.table import columns

MONTH = 30 * 24
CUTS = {"train": (0, 12 * MONTH), "valid": (12 * MONTH, 16 * MONTH), "test": (16 * MONTH, 20 * MONTH)}
LOADS = ("HUFL", "HULL", "MUFL", "MULL", "LUFL", "LULL")


class Hour(NamedTuple):
    """One hour: the temperature of the oil, and six loads (high, middle, low; useful and useless)."""

    time: datetime
    oil: float
    loads: tuple[float, ...]


def path() -> Path | None:
    """Where the file lies on this machine, or None if it has not been downloaded.

    Raises:
        DataError: the file in the folder UNROLLED_DATA is damaged.
    """
    dataset = registry.get("ett")
    return download.find(dataset, dataset.files[0])


def load(split: str = "train", progress: bool = True) -> list[Hour]:
    """The hours of one split; downloads the file (2.6 MB) the first time.

    Args:
        split: "train" (12 months), "valid" or "test" (4 months each).
        progress: show a progress bar while downloading.
    Raises:
        ValueError: no such split.
        DataError: the file cannot be fetched, or is not what it should be.
    """
    if split not in CUTS:
        raise ValueError(f"no split {split!r}: choose one of {', '.join(sorted(CUTS))}")
    dataset = registry.get("ett")
    rows = read(download.fetch(dataset, dataset.files[0], progress=progress))
    begin, end = CUTS[split]
    return rows[begin:end]


@cache
def read(file: Path) -> list[Hour]:
    """Every hour of the file.

    Raises:
        DataError: it is too short, or an entry is not a time or a number.
    """
    table = columns(file.name, file.read_bytes(), {"date": "time", "OT": "number", **dict.fromkeys(LOADS, "number")})
    if len(table) < CUTS["test"][1]:
        raise DataError(f"{file}: {len(table):,} hours, {CUTS['test'][1]:,} are needed. Delete it and fetch it again")
    loads = table[list(LOADS)].itertuples(index=False, name=None)
    return [Hour(t.to_pydatetime(), oil, row) for t, oil, row in zip(table["date"], table["OT"], loads, strict=True)]
