"""Drawings as what the pen does: an offset at each step, and whether the pen then stays down, lifts, or is put away.

The form is that of Graves (2013), "Generating Sequences With Recurrent Neural Networks", arXiv:1308.0850, section 4,
with the third state of the pen that Ha & Eck (2018), "A Neural Representation of Sketch Drawings", ICLR, add.
"""

import itertools
from collections.abc import Sequence
from typing import NamedTuple

import torch
from jaxtyping import Float, Int
from torch import Tensor

from unrolled.data.kanjivg import Drawing
from unrolled.svg_path import polyline

DOWN, LIFTS, ENDS = 0, 1, 2  # what the pen does after a point
CENTRE = 54.5  # of the square on which KanjiVG draws
SCALE = 10.0  # units of the square in one unit of an offset


class Pen(NamedTuple):
    """Offsets from point to point, and what the pen does after each point."""

    offsets: Float[Tensor, "T 2"]
    pen: Int[Tensor, " T"]


# --8<-- [start:resample]
def resample(line: Float[Tensor, "P 2"], points: int) -> Float[Tensor, "{points} 2"]:
    """`points` points at equal distances along a line of straight pieces, both of its ends included.

    Raises:
        ValueError: fewer than two points.
    """
    if points < 2:
        raise ValueError(f"{points} points: a line has two ends, so at least 2")
    pieces = (line[1:] - line[:-1]).norm(dim=1)  # (P - 1)
    along = torch.cat([pieces.new_zeros(1), pieces.cumsum(0)])  # distance from the start, (P)
    wanted = torch.linspace(0, float(along[-1]), points, dtype=line.dtype)
    right = torch.searchsorted(along, wanted).clamp(1, len(line) - 1)
    share = (wanted - along[right - 1]) / (along[right] - along[right - 1]).clamp(min=1e-9)
    return line[right - 1] + share[:, None] * (line[right] - line[right - 1])


def strokes_of(drawing: Drawing, spacing: float = 10.0) -> list[Float[Tensor, "P 2"]]:
    """Strokes as points about `spacing` units of the square apart, seen from its middle, in tens of units (`SCALE`)."""
    found = []
    for path in drawing.paths:
        line = polyline(path)
        length = float((line[1:] - line[:-1]).norm(dim=1).sum())
        found.append((resample(line, max(2, round(length / spacing) + 1)) - CENTRE) / SCALE)
    return found


# --8<-- [end:resample]


# --8<-- [start:pen]
def to_pen(strokes: Sequence[Float[Tensor, "_ 2"]]) -> Pen:
    """Strokes as offsets: the first from the middle of the square, each other one from the point before it."""
    points = torch.cat(list(strokes))  # (T, 2)
    offsets = points - torch.cat([points.new_zeros(1, 2), points[:-1]])
    pen = torch.full((len(points),), DOWN)
    pen[torch.tensor([len(stroke) for stroke in strokes]).cumsum(0) - 1] = LIFTS
    pen[-1] = ENDS
    return Pen(offsets, pen)


def to_strokes(drawn: Pen) -> list[Float[Tensor, "_ 2"]]:
    """The way back: points of each stroke. A drawing that never ends is cut where it stops."""
    points = drawn.offsets.cumsum(0)
    last = (drawn.pen == ENDS).nonzero().flatten()[:1]
    stop = int(last) + 1 if len(last) else len(points)
    cuts = ((drawn.pen[:stop] == LIFTS).nonzero().flatten() + 1).tolist()
    bounds = [0, *[cut for cut in cuts if cut < stop], stop]
    return [points[a:b] for a, b in itertools.pairwise(bounds)]


# --8<-- [end:pen]
