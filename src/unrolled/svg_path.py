"""Curves of SVG pictures as points: the few commands of path data that pen strokes are made of.

Scalable Vector Graphics 1.1, section 8.3.6, https://www.w3.org/TR/SVG11/paths.html
"""

import re

import torch
from jaxtyping import Float
from torch import Tensor

Point = tuple[float, float]
Curve = tuple[Point, Point, Point, Point]  # where it starts, the two points that pull at it, where it ends

COMMAND = re.compile(r"([A-Za-z])([^A-Za-z]*)")
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)")
TAKES = {"M": 2, "C": 6, "S": 4}  # numbers of one piece


# --8<-- [start:curve]
def bezier(curves: Float[Tensor, "N 4 2"], t: Float[Tensor, " P"]) -> Float[Tensor, "N P 2"]:
    """Points of cubic Bézier curves at every t, from 0 (where a curve starts) to 1 (where it ends)."""
    s = 1 - t
    # (handwriting.1)
    weights = torch.stack([s**3, 3 * s**2 * t, 3 * s * t**2, t**3], dim=1)  # (P, 4)
    return weights @ curves  # (P, 4) and (N, 4, 2) -> (N, P, 2)


# --8<-- [end:curve]


def read_curves(data: str) -> list[Curve]:
    """The curves of a path that moves once and then draws cubic Bézier curves (M, m, C, c, S, s).

    Raises:
        ValueError: another command, a wrong count of numbers, something that is neither, nothing drawn, no move at the
            beginning, or a second one.
    """
    found: list[Curve] = []
    here = (0.0, 0.0)
    if COMMAND.sub("", data).strip():
        raise ValueError(f"path {data[:40]!r} does not begin with a command")
    commands = COMMAND.findall(data)
    moves = [i for i, (command, _) in enumerate(commands) if command in "Mm"]
    if moves[:1] != [0]:
        raise ValueError(f"path {data[:40]!r} does not begin with a move (M or m)")
    if len(moves) > 1:
        raise ValueError(f"path {data[:40]!r} moves more than once: give each stroke its own path")
    for command, text in commands:
        for points in _pieces(command, text, data):
            for_each = [(x + here[0], y + here[1]) for x, y in points] if command.islower() else points
            if command in "CcSs":
                pull = [_mirrored(found, here)] if command in "Ss" else []
                found.append((here, *pull, *for_each))
            here = for_each[-1]
    if not found:
        raise ValueError(f"path {data[:40]!r} draws nothing")
    return found


def _pieces(command: str, text: str, data: str) -> list[list[Point]]:
    """The points of each piece of a command; (0, 0) stands for where the pen is if the command is a small letter."""
    numbers = [float(number) for number in NUMBER.findall(text)]
    size = TAKES.get(command.upper(), 0)
    whole = len(numbers) == size or (command not in "Mm" and size and len(numbers) % size == 0)
    if size == 0 or not numbers or not whole or NUMBER.sub("", text).strip(" ,\t\n"):
        raise ValueError(f"path {data[:40]!r}: {command}{text} is not one of M, C, S with as many numbers as it needs")
    return [list(zip(numbers[i : i + size : 2], numbers[i + 1 : i + size : 2], strict=True))
            for i in range(0, len(numbers), size)]  # fmt: skip


def _mirrored(found: list[Curve], here: Point) -> Point:
    # S goes on smoothly: its first pull mirrors the last pull of the curve before it
    x, y = found[-1][2] if found else here
    return (2 * here[0] - x, 2 * here[1] - y)


def polyline(data: str, pieces: int = 8) -> Float[Tensor, "P 2"]:
    """Points along a path, `pieces` to a curve, and its start. Raises: see `read_curves`."""
    curves = torch.tensor(read_curves(data))  # (N, 4, 2)
    along = bezier(curves, torch.arange(1, pieces + 1) / pieces)  # (N, pieces, 2)
    return torch.cat([curves[:1, 0], along.flatten(0, 1)])
