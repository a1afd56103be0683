"""First names, one a row: 29,494 different ones, from the file names.txt of makemore.

The file has 32,033 lines, because some names are given to boys and to girls. Each is kept once here. Left in twice,
a name could be trained on and tested with.
"""

import hashlib

from unrolled.data import download, registry
from unrolled.data.errors import DataError

SIZES = {"valid": 1_500, "test": 1_500}  # the rest is to train on
NAMES = ("train", "valid", "test")


def load(split: str = "train", progress: bool = True) -> list[str]:
    """The names of one split, in alphabetical order; downloads the file (0.2 MB) the first time.

    Args:
        split: "train" (26,494 names), "valid" (1,500) or "test" (1,500).
        progress: show a progress bar while downloading.
    Raises:
        ValueError: no such split.
        DataError: the file cannot be fetched, or holds something that is not a name.
    """
    if split not in NAMES:
        raise ValueError(f"no split {split!r}: choose one of {', '.join(sorted(NAMES))}")
    dataset = registry.get("names")
    path = download.fetch(dataset, dataset.files[0], progress=progress)
    lines = path.read_text("utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if not line.isalpha() or not line.islower():
            raise DataError(f"{path}, line {number}: {line!r} is no name in small letters")
    return cut(lines)[split]


def cut(names: list[str], sizes: dict[str, int] | None = None) -> dict[str, list[str]]:
    """Each name once, ranked by its SHA-256: the first ones are validation, the next test, the rest training."""
    ranked = sorted(set(names), key=lambda name: hashlib.sha256(name.encode()).hexdigest())
    found, start = {}, 0
    for split, size in (SIZES if sizes is None else sizes).items():
        found[split], start = sorted(ranked[start : start + size]), start + size
    return found | {"train": sorted(ranked[start:])}
