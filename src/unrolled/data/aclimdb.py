"""The Large Movie Review Dataset with its official split: 25,000 reviews to train on, 25,000 to test.

No film is in both halves (Maas et al., 2011, "Learning Word Vectors for Sentiment Analysis", ACL, and the README
of the archive), so numbers measured here may stand beside published ones. The reviews are read straight out of the
archive: unpacked, they would be 50,000 files of 1 kB.
"""

import hashlib
import itertools
import re
from functools import cache
from pathlib import Path

from unrolled.data import archive, download, registry
from unrolled.data.errors import DataError
from unrolled.data.imdb import Review

PER_LABEL = 12_500  # reviews of each label in each official half
VALID_PER_LABEL = 1_250  # of those in the training half, held out to choose settings by
MEMBER = re.compile(r"aclImdb/(?P<half>train|test)/(?P<label>pos|neg)/(?P<id>\d+)_(?P<stars>\d+)\.txt")

Name = tuple[str, int]  # ("pos", 17): label and number of a review, as in the name of its file


def path() -> Path | None:
    """Where the archive lies on this machine, or None if it has not been downloaded.

    Raises:
        DataError: the file in the folder UNROLLED_DATA is damaged.
    """
    dataset = registry.get("aclimdb")
    return download.find(dataset, dataset.files[0])


# --8<-- [start:validation]
def validation_names(per_label: int = PER_LABEL, held_out: int = VALID_PER_LABEL) -> list[Name]:
    """Which reviews of the training half are held out for validation: the same on every machine.

    For each label, the reviews are ranked by the SHA-256 of their name, and the first `held_out` are taken.

    Args:
        per_label: reviews of each label; their numbers run from 0.
        held_out: how many of each label to hold out.

    Returns:
        Names, sorted; half of them positive.

    Example:
        >>> validation_names(per_label=5, held_out=1)
        [('neg', 0), ('pos', 3)]
    """
    held = []
    for label in ("neg", "pos"):
        ranked = sorted(range(per_label), key=lambda i: hashlib.sha256(f"train/{label}/{i}".encode()).hexdigest())
        held += [(label, i) for i in ranked[:held_out]]
    return sorted(held)


# --8<-- [end:validation]


def names_fingerprint(names: list[Name]) -> str:
    """SHA-256 over the names, in order: pins which reviews are held out."""
    return hashlib.sha256("".join(f"{label}/{i}\n" for label, i in names).encode()).hexdigest()


def load(split_name: str = "train", progress: bool = True) -> list[Review]:
    """The reviews of one split; downloads the archive (84 MB) the first time.

    Args:
        split_name: "train" (22,500 reviews), "valid" (2,500, cut from the official training half) or "test" (25,000).
        progress: show a progress bar while downloading.

    Returns:
        Reviews in the order of label (negative first) and number.

    Raises:
        ValueError: no such split.
        DataError: the archive cannot be fetched, is damaged, or does not hold what it should.
    """
    dataset = registry.get("aclimdb")
    if split_name not in dataset.rows:
        raise ValueError(f"no split {split_name!r}: choose one of {', '.join(sorted(dataset.rows))}")
    file = download.fetch(dataset, dataset.files[0], progress=progress)
    half = _read_half(file, "test" if split_name == "test" else "train")
    if split_name == "test":
        return list(half.values())
    held = set(validation_names())
    return [review for name, review in half.items() if (name in held) == (split_name == "valid")]


@cache
def _read_half(file: Path, half: str, per_label: int = PER_LABEL) -> dict[Name, Review]:
    found: dict[Name, Review] = {}
    for member, content in archive.members(file):
        match = MEMBER.fullmatch(member)
        if match is None or match["half"] != half:
            continue
        found[match["label"], int(match["id"])] = _review(file, member, content, match["label"], int(match["stars"]))
        if len(found) == 2 * per_label:  # the 50,000 reviews without label come later, and nobody asked for them
            break
    expected = list(itertools.product(("neg", "pos"), range(per_label)))
    if missing := [name for name in expected if name not in found]:
        label, number = missing[0]
        raise DataError(
            f"{file}: {len(missing):,} of {len(expected):,} reviews are missing, the first is "
            f"aclImdb/{half}/{label}/{number}_*.txt. Delete the file and run "
            "`python -m unrolled data fetch aclimdb`"
        )
    return {name: found[name] for name in expected}


def _review(file: Path, member: str, content: bytes, label: str, stars: int) -> Review:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataError(f"{file}: {member} is not UTF-8 text ({error})") from error
    if not text.strip():
        raise DataError(f"{file}: {member} is empty")
    if stars < 7 if label == "pos" else stars > 4:
        raise DataError(f"{file}: {member} lies under {label!r}, but {stars} of 10 stars say otherwise")
    return Review(text, int(label == "pos"))
