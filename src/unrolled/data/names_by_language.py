"""Family names of 18 languages: from a name, which language is it?

The files hold many names twice, and 469 names stand under more than one language. A pair of name and language is
kept once, and all pairs of one name fall into the same split.
"""

import hashlib
from typing import NamedTuple

from unrolled.data import download, registry
from unrolled.data.errors import DataError

SPLITS = ("train", "valid", "test")


class Named(NamedTuple):
    """A family name, and the language it was listed under."""

    name: str
    language: str


def load(split: str = "train", progress: bool = True) -> list[Named]:
    """The names of one split, language by language; downloads 18 small files (0.2 MB) the first time.

    Args:
        split: "train" (14,399 pairs), "valid" (1,802) or "test" (1,811).
        progress: show a progress bar while downloading.
    Raises:
        ValueError: no such split.
        DataError: a file cannot be fetched, or is not UTF-8 text.
    """
    if split not in SPLITS:
        raise ValueError(f"no split {split!r}: choose one of {', '.join(sorted(SPLITS))}")
    dataset, rows = registry.get("names-by-language"), []
    for file in dataset.files:
        path = download.fetch(dataset, file, progress=progress)
        try:
            lines = path.read_text("utf-8").splitlines()
        except UnicodeDecodeError as error:
            raise DataError(f"{path}: not UTF-8 text ({error})") from error
        names = sorted({line.strip() for line in lines} - {""})
        rows += [Named(name, path.stem) for name in names if split_of(name) == split]
    return rows


def split_of(name: str) -> str:
    """Where a name belongs: by its SHA-256, the same on every machine, small and capital letters alike."""
    digit = int(hashlib.sha256(name.lower().encode()).hexdigest(), 16) % 10
    return "train" if digit > 1 else SPLITS[1 + digit]
