"""Multi30k: captions of photographs in English, each translated into German and French.

Elliott, Frank, Sima'an & Specia (2016), "Multi30K: Multilingual English-German Image Descriptions". The test split is
the one of 2016, "flickr". The licence is unclear: for research.
"""

import gzip
import zlib
from pathlib import Path
from typing import NamedTuple

from unrolled.data import download, registry
from unrolled.data.errors import DataError

SPLITS = {"train": "train", "valid": "val", "test": "test_2016_flickr"}
LANGUAGES = ("en", "de", "fr")


class Pair(NamedTuple):
    """One caption in two languages."""

    source: str
    target: str


def load(split: str = "train", source: str = "en", target: str = "fr", progress: bool = True) -> list[Pair]:
    """The pairs of one split, in the order of the file. Downloads two files (at most 1.2 MB) the first time.

    Args:
        split: "train" (29,000 pairs), "valid" (1,014) or "test" (1,000).
        source: language to translate from: "en", "de" or "fr".
        target: language to translate into.
        progress: show a progress bar while downloading.
    Raises:
        ValueError: no such split or language.
        DataError: a file cannot be fetched, is damaged, or has an empty line; or the two have unlike numbers of lines.
    """
    if split not in SPLITS:
        raise ValueError(f"no split {split!r}: choose one of {', '.join(sorted(SPLITS))}")
    if not {source, target} <= set(LANGUAGES):
        raise ValueError(f"no pair {source!r}, {target!r}: the languages are {', '.join(LANGUAGES)}")
    dataset = registry.get("multi30k")
    files = {file.name: file for file in dataset.files}
    names = [f"{SPLITS[split]}.{language}.gz" for language in (source, target)]
    one, other = (lines(download.fetch(dataset, files[name], progress=progress)) for name in names)
    if len(one) != len(other):
        raise DataError(f"multi30k: {names[0]} has {len(one):,} lines and {names[1]} {len(other):,}: they are no pairs")
    return [Pair(*pair) for pair in zip(one, other, strict=True)]


def lines(path: Path) -> list[str]:
    """The lines of a compressed text, without what surrounds them.

    Raises:
        DataError: the file is damaged, or a line is empty.
    """
    try:
        found = [line.strip() for line in gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()]
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise DataError(f"{path}: damaged, or not compressed text ({error})") from error
    if "" in found:
        raise DataError(f"{path}: line {found.index('') + 1} is empty")
    return found
