"""Addresses in the United States, each word with the part of the address that it belongs to.

Labelled by hand for the library usaddress of DataMade. Its training file is cut here into train and valid; its test
file is kept whole.
"""

import hashlib
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from unrolled.data import registry
from unrolled.data.errors import DataError
from unrolled.data.tagged import Tagged, file_of

VALID = 150  # addresses of the training file that are held out


def load(split_name: str = "train") -> list[Tagged]:
    """The addresses of one split.

    An address of the training file that stands in the test file too, word for word, is in neither train nor valid.

    Args:
        split_name: "train" (1,355 addresses), "valid" (150) or "test" (146).
    Raises:
        ValueError: no such split.
        DataError: a file cannot be fetched, or is damaged.
    """
    rows = registry.get("usaddress").rows
    if split_name not in rows:
        raise ValueError(f"no split {split_name!r}: choose one of {', '.join(sorted(rows))}")
    test = read(file_of("usaddress", "test", ("train", "test")))
    if split_name == "test":
        return test
    known = {row.words for row in test}
    rest = [row for row in read(file_of("usaddress", "train", ("train", "test"))) if row.words not in known]
    ranked = sorted(rest, key=_hash)  # copies of one address have one hash, so they stand together
    edge = VALID
    while edge < len(ranked) and ranked[edge].words == ranked[edge - 1].words:
        edge += 1
    return ranked[:edge] if split_name == "valid" else ranked[edge:]


def read(path: Path) -> list[Tagged]:
    """All addresses of one file. Raises: DataError, if it is not such a file; it names the address."""
    try:
        root = ElementTree.parse(path).getroot()
    except ElementTree.ParseError as error:
        raise DataError(f"{path} is not XML ({error}): delete it and fetch it again") from error
    rows = []
    for number, address in enumerate(root, start=1):
        words = tuple((part.text or "").strip() for part in address)
        if not words or not all(words):
            raise DataError(f"{path}, address {number}: a part without text. Delete the file and fetch it again")
        rows.append(Tagged(words, tuple(part.tag for part in address)))
    return rows


def _hash(row: Tagged) -> tuple[str, tuple[str, ...]]:
    return hashlib.sha256(" ".join(row.words).encode()).hexdigest(), row.words
