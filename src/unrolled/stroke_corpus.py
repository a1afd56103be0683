"""The drawings the experiments use: characters by radical, to be named, and those of few strokes, to be drawn."""

from collections import Counter
from functools import cache

from unrolled.data import kanjivg
from unrolled.data.kanjivg import Drawing
from unrolled.pen import Pen, strokes_of, to_pen

RADICALS = 20  # the commonest ones in the training split
STROKES = 10  # of a character that is drawn


# --8<-- [start:radicals]
@cache
def radicals(count: int = RADICALS) -> tuple[str, ...]:
    """The `count` commonest radicals of the training split, the commonest first."""
    found = Counter(drawing.radical for drawing in kanjivg.load("train") if drawing.radical)
    ranked = sorted(found, key=lambda radical: (-found[radical], radical))
    return tuple(ranked[:count])


# --8<-- [end:radicals]


def labelled(split: str) -> list[Drawing]:
    """Drawings of a split under one of the radicals; of "kaisho", those whose character is in the test split."""
    drawings = [drawing for drawing in kanjivg.load(split) if drawing.radical in radicals()]
    if split != "kaisho":
        return drawings
    return [drawing for drawing in drawings if kanjivg.split_of(drawing.character) == "test"]


def label_of(drawing: Drawing) -> int:
    """Place of a drawing's radical among `radicals`."""
    return radicals().index(drawing.radical)


def simple(split: str) -> list[Drawing]:
    """Drawings of a split with at most `STROKES` strokes."""
    return [drawing for drawing in kanjivg.load(split) if len(drawing.paths) <= STROKES]


def spread(drawings: list, most: int) -> list:
    """At most `most` of them, evenly spread: neighbours in the order of Unicode share their radical."""
    return drawings[:: max(1, -(-len(drawings) // most))]


def pen_of(drawing: Drawing, backwards: bool = False) -> Pen:
    """A drawing as steps of the pen; `backwards` takes its strokes last first, each still drawn as before."""
    strokes = strokes_of(drawing)
    return to_pen(strokes[::-1] if backwards else strokes)
