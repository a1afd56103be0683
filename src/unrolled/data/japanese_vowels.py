"""Two vowels said by nine speakers, as twelve cepstral coefficients a frame: it ships inside the package `aeon`.

Kudo, Toyama & Shimbo (1999), "Multidimensional Curve Classification Using Passing-Through Regions", Pattern Recognition
Letters 20. A row of a .ts file is one utterance: twelve series separated by ":", then the speaker.
"""

import math
from functools import cache
from typing import NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor

from unrolled.data import packaged, registry
from unrolled.data.errors import DataError
from unrolled.data.install import command_for

COEFFICIENTS = 12
SPEAKERS = 9


class Utterance(NamedTuple):
    """The frames of one utterance, and who said it, counted from 0."""

    x: Float[Tensor, "T D"]
    speaker: int


def load(split: str = "train") -> list[Utterance]:
    """The utterances of one split.

    Args:
        split: "train" (270 utterances, 30 of each speaker) or "test" (370, 24 to 88 of each).
    Raises:
        ValueError: no such split.
        DataError: the package is not installed, its file is not what was recorded, or as `parse`.
    """
    dataset = registry.get("japanese-vowels")
    if split not in dataset.rows:
        raise ValueError(f"no split {split!r}: choose one of {', '.join(dataset.rows)}")
    return list(_read(split))


@cache
def _read(split: str) -> tuple[Utterance, ...]:
    dataset = registry.get("japanese-vowels")
    file = next(f for f in dataset.files if f.name.endswith(f"_{split.upper()}.ts"))
    if not packaged.packaged_paths(dataset, file):
        raise DataError(
            f"japanese-vowels: {file.name} is not here, it ships in the package aeon: run `{command_for('aeon')}`"
        )
    ((name, content),) = packaged.read(dataset, file).items()
    return parse(content.decode("ascii"), name)


# --8<-- [start:parse]
def parse(text: str, name: str) -> tuple[Utterance, ...]:
    """The utterances of a .ts file: what comes after the line `@data`.

    Raises:
        DataError: a row is not twelve series of finite numbers, of one length, and a speaker from 1 to 9.
    """
    found, data = [], False
    for number, line in enumerate(text.splitlines(), start=1):
        if data and line.strip():
            found.append(_row(line, f"{name}, line {number}"))
        data = data or line.strip().lower() == "@data"
    return tuple(found)


def _row(line: str, place: str) -> Utterance:
    *series, label = line.split(":")
    try:
        columns, speaker = [[float(v) for v in s.split(",")] for s in series], int(label)
    except ValueError as error:
        raise DataError(f"{place}: {error}. Install aeon again") from error
    lengths = {len(column) for column in columns}
    if len(columns) != COEFFICIENTS or len(lengths) != 1 or not 1 <= speaker <= SPEAKERS:
        raise DataError(
            f"{place}: {len(columns)} series of lengths {sorted(lengths)}, speaker {speaker}; expected {COEFFICIENTS} "
            f"of one length and a speaker from 1 to {SPEAKERS}. Install aeon again"
        )
    if not all(math.isfinite(v) for column in columns for v in column):
        raise DataError(f"{place}: a value is not finite. Install aeon again")
    return Utterance(torch.tensor(columns, dtype=torch.float32).T.contiguous(), speaker - 1)  # (D, T) -> (T, D)


# --8<-- [end:parse]
