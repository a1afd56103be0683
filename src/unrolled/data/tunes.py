"""Folk tunes in ABC notation, 4,248 of them, from three collections that ship inside the package `music21`.

A file holds many tunes. Each begins with a field X:, and the field K: is the last one before its notes. The files are
read as text; the package itself is not imported. ABC notation: https://abcnotation.com/wiki/abc:standard:v2.1

Many tunes stand there more than once. `same_tune` finds them, and the split keeps them together.
"""

import hashlib
import re
from functools import cache
from typing import NamedTuple

from unrolled.data import packaged, registry, same_tune
from unrolled.data.errors import DataError

SPLITS = ("train", "valid", "test")
FIELD = re.compile(r"^([A-Za-z]): *(.*?) *(?:%.*)?$")


class Tune(NamedTuple):
    """One tune: what its header says, and its notes as they stand in the file."""

    title: str
    collection: str  # "ryansMammoth", "oneills1850" or "airdsAirs"
    metre: str  # field M:, such as "6/8" or "C|"; empty if there is none
    unit: str  # field L:, the length of a note without a number; empty if there is none
    key: str  # field K:, such as "G" or "E Dorian"
    body: str  # the lines after K:


def load(split_name: str = "train", by_title: bool = False) -> list[Tune]:
    """The tunes of one split. All settings of one tune are in the same split, under whatever title they stand.

    Args:
        split_name: "train" (3,395 tunes), "valid" (412) or "test" (441).
        by_title: ask the titles alone, and let doubles under two titles leak from one split into another. This is
            here to measure what the leak is worth, and for nothing else.
    Raises:
        ValueError: no such split.
        DataError: the files are not there, or not the recorded ones.
    """
    if split_name not in SPLITS:
        raise ValueError(f"no split {split_name!r}: choose one of {', '.join(SPLITS)}")
    splits = map(split_of, (tune.title for tune in _all_tunes())) if by_title else _splits()
    return [tune for tune, split in zip(_all_tunes(), splits, strict=True) if split == split_name]


# --8<-- [start:split]
@cache
def _splits() -> tuple[str, ...]:
    """The split of each tune: that of the first title, in order of letters, of all tunes that are the same one."""
    titles = [tune.title for tune in _all_tunes()]
    group = same_tune.groups((tune.title, tune.body) for tune in _all_tunes())
    names: dict[int, str] = {}
    for number, title in zip(group, titles, strict=True):
        names[number] = min(names.get(number, title), title, key=_letters)
    return tuple(split_of(names[number]) for number in group)


def split_of(title: str) -> str:
    """Which split a title stands for, by a hash of its letters: a tenth of all titles each for test and valid.

    What follows " -- " in a title is the kind of dance; it does not count, and neither do capitals and punctuation.

    Example:
        >>> split_of("The White Cockade") == split_of("the white cockade -- Reel")
        True
    """
    tenth = int(hashlib.sha256(_letters(title).encode()).hexdigest(), 16) % 10
    return {0: "test", 1: "valid"}.get(tenth, "train")


def _letters(title: str) -> str:
    return re.sub(r"[^a-z0-9]", "", title.split(" -- ")[0].lower())


# --8<-- [end:split]


def parse(content: bytes, collection: str, name: str) -> list[Tune]:
    """The tunes of one file, in order.

    Raises:
        DataError: no tune, or a tune without a field K:; the message names the file and the line.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("latin-1")  # some encoders of the 1990s wrote accents so
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    starts = [i for i, line in enumerate(lines) if line.startswith("X:")]
    if not starts:
        raise DataError(f"{name}: no line begins with X:, so there is no tune in it")
    ends = [*starts[1:], len(lines)]
    return [_tune(lines[a:b], collection, f"{name}, line {a + 1}") for a, b in zip(starts, ends, strict=True)]


def _tune(lines: list[str], collection: str, place: str) -> Tune:
    header: dict[str, str] = {}
    for i, line in enumerate(lines):
        match = FIELD.match(line)
        if match is None:
            continue
        header.setdefault(match[1], match[2])
        if match[1] == "K":
            fields = (header.get(field, "") for field in "MLK")
            return Tune(header.get("T", ""), collection, *fields, "\n".join(lines[i + 1 :]).strip())
    raise DataError(f"{place}: the tune that begins here has no field K:, so no key and no notes")


@cache
def _all_tunes() -> tuple[Tune, ...]:
    dataset, found = registry.get("tunes"), []
    for file in dataset.files:
        for name, content in packaged.read(dataset, file).items():
            found += parse(content, file.name.split("/")[-2], name)
    return tuple(found)
