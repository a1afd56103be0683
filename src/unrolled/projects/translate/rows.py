"""Pairs of lines: from two files, from the book's packages, or from a download; and which are for training."""

import hashlib
import unicodedata
from collections.abc import Sequence
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import NamedTuple

from babel.dates import format_date

from unrolled.data import dates, multi30k
from unrolled.projects.errors import ProjectError
from unrolled.projects.text_in import STANDARD_INPUT, name_of, read_lines

Pair = tuple[str, str]
DATES, CAPTIONS = "dates", "multi30k"
PAIRS = (DATES, *(f"{CAPTIONS}-{a}-{b}" for a, b in permutations(multi30k.LANGUAGES, 2)))
DATE_ROWS = {"train": 12_000, "valid": 500, "test": 500}
FEWEST = {"train": 20, "valid": 2, "test": 2}


class Pairs(NamedTuple):
    """Pairs by split, and where they come from."""

    splits: dict[str, list[Pair]]
    source: dict[str, str | int]


def clean(line: str) -> str:
    """A line without spaces around it, each letter and its accents as one character (Unicode's form NFC)."""
    return unicodedata.normalize("NFC", line).strip()


# --8<-- [start:read]
def read_pairs(source: Path, target: Path) -> tuple[list[Pair], int]:
    """The pairs of two files, and how many are left out because a side is empty.

    Raises:
        ProjectError: a file cannot be read or is no text, the files differ in lines, or no pair is left.
    """
    if source == target == STANDARD_INPUT:
        raise ProjectError("both sides from standard input: only one of the two files can be -")
    ours, theirs = read_lines(source), read_lines(target)
    if len(ours) != len(theirs):
        raise ProjectError(
            f"{name_of(source)} has {len(ours):,} lines and {name_of(target)} {len(theirs):,}: "
            "line i of one must translate line i of the other"
        )
    cleaned = [(clean(one), clean(other)) for one, other in zip(ours, theirs, strict=True)]
    pairs = [pair for pair in cleaned if all(pair)]
    if not pairs:
        raise ProjectError(f"{name_of(source)} and {name_of(target)} have no line in common that holds text")
    return pairs, len(cleaned) - len(pairs)


# --8<-- [end:read]


# --8<-- [start:cut]
def cut(pairs: Sequence[Pair]) -> dict[str, list[Pair]]:
    """Test and valid get a twentieth of the sources each, in the order of a hash: copies of a line stay together."""
    digests = {source: hashlib.sha256(source.encode()).digest() for source, _ in pairs}
    ranked = sorted(digests, key=digests.__getitem__)
    each = max(2, len(ranked) // 20)
    places = {source: place // each for place, source in enumerate(ranked[: 2 * each])}
    parts: dict[str, list[Pair]] = {"test": [], "valid": [], "train": []}
    for pair in pairs:
        parts[{0: "test", 1: "valid"}.get(places.get(pair[0], 2), "train")].append(pair)
    for split in ("test", "valid"):  # so that the first hundred of them are any hundred
        parts[split].sort(key=lambda pair: digests[pair[0]])
    return parts


# --8<-- [end:cut]


def of_files(source: Path, target: Path, valid: tuple[Path, Path] | None) -> Pairs:
    """The pairs of a training: two files and a tenth of them held out, or two files and two more that are held out.

    Raises:
        ProjectError: as `read_pairs`, or a split has too few pairs.
    """
    pairs, empty = read_pairs(source, target)
    if valid is None:
        splits = cut(pairs)
    else:
        held = read_pairs(*valid)[0]
        splits = {"train": pairs, "valid": held, "test": held}
    for split, least in FEWEST.items():
        if len(splits[split]) < least:
            raise ProjectError(
                f"{name_of(source)} leaves {len(splits[split])} pairs for {split}, where {least} are the least: "
                "add lines, or give held-out files with --valid"
            )
    return _told(splits, f"{name_of(source)} and {name_of(target)}", {"empty_left_out": empty})


def registered(name: str) -> Pairs:
    """Pairs that the book knows by name. All but "dates" are downloads.

    Raises:
        ProjectError: no such name.
        DataError: a download that fails.
    """
    if name not in PAIRS:
        raise ProjectError(f"no pair {name!r}: choose one of {', '.join(PAIRS)}, or give two files")
    if name == DATES:
        return _told({split: dates_into_english(split) for split in DATE_ROWS}, name, {"pair": name})
    _, a, b = name.split("-")
    splits = {split: [(clean(x), clean(y)) for x, y in multi30k.load(split, a, b)] for split in multi30k.SPLITS}
    return _told(splits, name, {"pair": name})


def dates_into_english(split: str) -> list[Pair]:
    """Written dates of forty locales, and the same in English, in full."""
    return [
        (clean(row.written), format_date(date.fromisoformat(row.iso), "full", locale="en_GB"))
        for row in dates.load(split)[: DATE_ROWS[split]]
    ]


def _told(splits: dict[str, list[Pair]], name: str, more: dict[str, str | int]) -> Pairs:
    lines = "".join(f"{split}\t{a}\t{b}\n" for split, rows in sorted(splits.items()) for a, b in rows)
    digest = hashlib.sha256(lines.encode()).hexdigest()
    return Pairs(splits, {"name": name, **{s: len(rows) for s, rows in splits.items()}, **more, "sha256": digest})
