"""Small talk: turns of 7,168 conversations between students, each with the answer it got.

The Chit-Chat Challenge of Brigham Young University (2018), in the package chitchat-dataset. Messages that one person
sent in a row are one turn. Who wrote, and when, is left out. People wrote what they liked: some of it is rude.
"""

import hashlib
import itertools
import json
from functools import cache
from typing import NamedTuple

from unrolled.data import packaged, registry
from unrolled.data.errors import DataError

SHARES = {"test": 5, "valid": 5, "train": 90}  # percent of the conversations


class Turn(NamedTuple):
    """What one person wrote, and what the other one answered."""

    said: str
    answer: str


def load(split: str = "train") -> list[Turn]:
    """The turns of one split. All turns of a conversation are in the same split.

    Raises:
        ValueError: no such split.
        DataError: the package is missing, or its file is not what was recorded.
    """
    if split not in SHARES:
        raise ValueError(f"no split {split!r}: choose one of {', '.join(sorted(SHARES))}")
    return list(_splits()[split])


@cache
def _splits() -> dict[str, list[Turn]]:
    dataset = registry.get("chitchat")
    ((name, content),) = packaged.read(dataset, dataset.files[0]).items()
    parts: dict[str, list[Turn]] = {split: [] for split in SHARES}
    for key, turns in conversations(name, content).items():
        pairs = itertools.pairwise(turns)
        parts[split_of(key)] += [Turn(said, answer) for said, answer in pairs if said and answer]
    return parts


def conversations(name: str, content: bytes) -> dict[str, list[str]]:
    """The turns of each conversation under its key, the messages of a turn joined by a space.

    Raises:
        DataError: the file is not JSON of that form.
    """
    try:
        return {
            key: [" ".join(message["text"] for message in turn).strip() for turn in conversation["messages"]]
            for key, conversation in json.loads(content).items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(f"{name}: not a file of conversations ({type(error).__name__}: {error})") from error


def split_of(key: str) -> str:
    """The split of a conversation: from the hash of its key."""
    place = int(hashlib.sha256(key.encode()).hexdigest(), 16) % 100
    for split, share in SHARES.items():
        if place < share:
            return split
        place -= share
    raise AssertionError("the shares do not add up to 100")
