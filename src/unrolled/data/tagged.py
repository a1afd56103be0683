"""Sentences whose words carry a tag each, and the table format that most of them come in."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from unrolled.data import download, registry
from unrolled.data.errors import DataError


class Tagged(NamedTuple):
    """One sentence: its words, and one tag for each of them."""

    words: tuple[str, ...]
    tags: tuple[str, ...]


def file_of(dataset_name: str, split_name: str, order: tuple[str, ...] = ("train", "valid", "test")) -> Path:
    """The file of a split, downloaded the first time.

    Args:
        dataset_name: its name in the registry.
        split_name: one of `order`.
        order: which split each file of the dataset holds.
    Raises:
        ValueError: no such split.
        DataError: the file cannot be fetched, or is damaged.
    """
    dataset = registry.get(dataset_name)
    if split_name not in order:
        raise ValueError(f"no split {split_name!r}: choose one of {', '.join(sorted(order))}")
    return download.fetch(dataset, dataset.files[order.index(split_name)])


# --8<-- [start:read]
def read_table(path: Path, word: int, tag: int, columns: int, comment: str = "") -> list[Tagged]:
    """Read a table in the CoNLL way: a word a line, its columns apart by tabs, an empty line after each sentence.

    Args:
        path: the file, UTF-8.
        word: which column holds the word, counted from 0.
        tag: which column holds the tag.
        columns: how many columns there are.
        comment: lines that begin so are no words; empty if there are no such lines.
    Raises:
        DataError: it is not UTF-8, or a line, which is named, has other columns or an empty word or tag.
    """
    return [Tagged(*zip(*sentence, strict=True)) for sentence in _sentences(path, word, tag, columns, comment)]


# --8<-- [end:read]


def _sentences(path: Path, word: int, tag: int, columns: int, comment: str) -> Iterator[list[tuple[str, str]]]:
    sentence: list[tuple[str, str]] = []
    try:
        lines = path.read_text(encoding="utf-8").split("\n")  # not splitlines: a word may hold a rare line separator
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not UTF-8 text ({error}): delete it and fetch it again") from error
    for number, line in enumerate([*lines, ""], start=1):
        if not line.strip():
            if sentence:
                yield sentence
            sentence = []
        elif not (comment and line.startswith(comment)):
            cells = line.split("\t")
            if len(cells) != columns or not cells[word].strip() or not cells[tag].strip():
                raise DataError(
                    f"{path}, line {number}: expected {columns} columns with a word and a tag, found {line!r}. "
                    "Delete the file and fetch it again"
                )
            sentence.append((cells[word], cells[tag]))
