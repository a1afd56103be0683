"""KanjiVG: 6,703 characters of Japanese writing, stroke by stroke, in the order in which they are taught.

One SVG file a character, in the package `kanjivg`. (C) Ulrich Apel and contributors, CC BY-SA 3.0,
https://kanjivg.tagaini.net. Each path is the middle line of one stroke, on a square of 109 units. Some characters have
further files, such as 06c34-Kaisho.svg: the same character in another style of writing.
"""

import hashlib
import re
from functools import cache
from typing import NamedTuple

from unrolled.data import packaged, registry
from unrolled.data.errors import DataError

SPLITS = ("train", "valid", "test", "kaisho")
NAME = re.compile(r"([0-9a-f]{5})(?:-(\w+))?\.svg")
GROUP = re.compile(r"<g [^>]*>")
PATH = re.compile(r'<path [^>]*\bd="([^"]*)"')


class Drawing(NamedTuple):
    """One character as it is drawn. `unrolled.pen` makes points of its paths."""

    character: str
    radical: str  # the part under which dictionaries list it, as KanjiVG marks it; empty if it does not
    paths: tuple[str, ...]  # SVG path data, one stroke each


def load(split_name: str = "train") -> list[Drawing]:
    """The drawings of one split, ordered by code point.

    Args:
        split_name: "train", "valid" or "test", which share no character; or "kaisho", second drawings in the style of
            brush writing, of characters of all three.
    Raises:
        ValueError: no such split.
        DataError: the files are not there, or not the recorded ones.
    """
    if split_name not in SPLITS:
        raise ValueError(f"no split {split_name!r}: choose one of {', '.join(SPLITS)}")
    return list(_split(split_name))


# --8<-- [start:split]
def split_of(character: str) -> str:
    """Which split a character belongs to, by a hash of it.

    Example:
        >>> split_of("水"), split_of("木")
        ('train', 'train')
    """
    tenth = int(hashlib.sha256(character.encode()).hexdigest(), 16) % 10
    return {0: "test", 1: "valid"}.get(tenth, "train")


# --8<-- [end:split]


def parse(content: bytes, name: str) -> Drawing:
    """One file.

    Raises:
        DataError: it is not UTF-8, has no stroke, or its name is no code point.
    """
    match = NAME.fullmatch(name)
    if match is None:
        raise DataError(f"{name}: the name is not five hexadecimal digits, perhaps a style, and .svg")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataError(f"{name} is not UTF-8 text ({error})") from error
    paths = tuple(PATH.findall(text))
    if not paths:
        raise DataError(f"{name} has no stroke: not one <path> with path data in it")
    return Drawing(chr(int(match[1], 16)), _radical(text), paths)


def _radical(text: str) -> str:
    for group in GROUP.findall(text):
        if 'kvg:radical="general"' in group and (element := re.search(r'kvg:element="([^"]*)"', group)):
            return element[1]
    return ""


@cache
def _files() -> dict[str, bytes]:
    dataset = registry.get("kanjivg")
    return packaged.read(dataset, dataset.files[0])


@cache
def _split(split_name: str) -> tuple[Drawing, ...]:
    found = []
    for name, content in _files().items():
        match = NAME.fullmatch(name)
        style = match[2] if match else None
        wanted = style == "Kaisho" if split_name == "kaisho" else style is None
        if match is None or (wanted and (style or split_of(chr(int(match[1], 16))) == split_name)):
            found.append(parse(content, name))
    return tuple(found)
