"""Clips of a handwritten digit that moves over a canvas: scikit-learn's 8 x 8 digits on 16 x 16 pixels.

The idea of moving digits as a test for video: Srivastava, Mansimov & Salakhutdinov (2015), "Unsupervised Learning of
Video Representations using LSTMs", ICML.
"""

from functools import cache
from typing import NamedTuple

import torch
from jaxtyping import Float, Int
from sklearn.datasets import load_digits
from torch import Tensor

SPLITS = {"train": slice(0, 1297), "valid": slice(1297, 1497), "test": slice(1497, 1797)}
DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
DIRECTIONS = ("left", "right", "up", "down")
SPEEDS = ("slowly", "quickly")  # one or two pixels from frame to frame
SIDE, CANVAS, FRAMES = 8, 16, 5
ROOM = CANVAS - SIDE


class Clips(NamedTuple):
    """Clips, and what each shows: indices into DIGITS, DIRECTIONS and SPEEDS."""

    frames: Float[Tensor, "B T 16 16"]
    digit: Int[Tensor, " B"]
    direction: Int[Tensor, " B"]
    speed: Int[Tensor, " B"]


@cache
def images(split: str) -> tuple[Float[Tensor, "N 8 8"], Int[Tensor, " N"]]:
    """The digits of one split, from 0 to 1, and which digit each is.

    Raises:
        ValueError: no such split.
    """
    if split not in SPLITS:
        raise ValueError(f"no split {split!r}: choose one of {', '.join(SPLITS)}")
    data = load_digits()
    pixels = torch.tensor(data.images[SPLITS[split]] / 16, dtype=torch.float32)
    return pixels, torch.tensor(data.target[SPLITS[split]], dtype=torch.long)


# --8<-- [start:places]
def places(direction: int, speed: int, along: int, across: int) -> list[tuple[int, int]]:
    """Row and column of the digit's upper left corner in each frame.

    Left is right played backwards, and up is down played backwards: each pair covers the same places.
    """
    step = speed + 1
    path = [along + step * t for t in range(FRAMES)]
    if DIRECTIONS[direction] in ("left", "up"):
        path.reverse()
    return [(across, p) if DIRECTIONS[direction] in ("left", "right") else (p, across) for p in path]


# --8<-- [end:places]


# --8<-- [start:clips]
def clips(split: str, generator: torch.Generator, noise: float | int = 0.1) -> Clips:
    """One clip of each image of a split, with a random motion and noise on every pixel.

    Args:
        noise: standard deviation of the noise. Ink runs from 0 to 1.
    Raises:
        ValueError: no such split.
    """
    pixels, digit = images(split)
    B = len(pixels)
    frames = noise * torch.randn(B, FRAMES, CANVAS, CANVAS, generator=generator)
    direction, speed = (torch.randint(0, n, (B,), generator=generator) for n in (len(DIRECTIONS), len(SPEEDS)))
    free = ROOM - (speed + 1) * (FRAMES - 1)  # how far the first place of a path may lie from the edge
    along = (torch.rand(B, generator=generator) * (free + 1)).long()
    across = torch.randint(0, ROOM + 1, (B,), generator=generator)
    for b in range(B):
        path = places(*(int(v[b]) for v in (direction, speed, along, across)))
        for t, (row, column) in enumerate(path):
            frames[b, t, row : row + SIDE, column : column + SIDE] += pixels[b]
    return Clips(frames, digit, direction, speed)


# --8<-- [end:clips]
