"""The Free Spoken Digit Dataset 1.0.9: five speakers say each digit fifty times; 8,000 samples a second.

The publisher's rule is that recordings 0 to 4 of each digit and speaker are the test set. Of the others, 5 to 9 are
held out here to choose settings by. The WAV files are read straight out of the archive.
"""

import io
import re
import wave
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from unrolled.data import archive, download, registry
from unrolled.data.errors import DataError

RATE = 8_000  # samples a second
SPEAKERS = ("george", "jackson", "nicolas", "theo", "yweweler")
PER_DIGIT = 50  # recordings of one digit by one speaker
NUMBERS = {"test": range(5), "valid": range(5, 10), "train": range(10, PER_DIGIT)}
MEMBER = re.compile(r"[^/]+/recordings/(?P<digit>\d)_(?P<speaker>[a-z]+)_(?P<number>\d+)\.wav")


class Recording(NamedTuple):
    """Samples between -1 and 1, the digit, who said it, and the number of the recording."""

    wave: Float[Tensor, " N"]
    digit: int
    speaker: str
    number: int


def path() -> Path | None:
    """Where the archive lies on this machine, or None if it has not been downloaded.

    Raises:
        DataError: the archive in the folder UNROLLED_DATA is damaged.
    """
    dataset = registry.get("fsdd")
    return download.find(dataset, dataset.files[0])


def load(split: str = "train", progress: bool = True) -> list[Recording]:
    """The recordings of one split, of all speakers; downloads the archive (12 MB) the first time.

    Args:
        split: "train" (2,000 recordings), "valid" (250) or "test" (250).
        progress: show a progress bar while downloading.
    Raises:
        ValueError: no such split.
        DataError: the archive cannot be fetched, is damaged, or does not hold what it should.
    """
    if split not in NUMBERS:
        raise ValueError(f"no split {split!r}: choose one of {', '.join(NUMBERS)}")
    dataset = registry.get("fsdd")
    file = download.fetch(dataset, dataset.files[0], progress=progress)
    return [recording for recording in read(file) if recording.number in NUMBERS[split]]


@cache
def read(file: Path, expected: int = 10 * len(SPEAKERS) * PER_DIGIT) -> tuple[Recording, ...]:
    """Every recording of an archive, in the order of digit, speaker and number.

    Args:
        file: the archive.
        expected: how many recordings it must hold.
    Raises:
        DataError: the archive is damaged, a file is not such a WAV, or recordings are missing.
    """
    found = []
    for name, content in archive.members(file):
        if match := MEMBER.fullmatch(name):
            samples = samples_of(content, f"{file}: {name}")
            found.append(Recording(samples, int(match["digit"]), match["speaker"], int(match["number"])))
    if len(found) != expected:
        raise DataError(f"{file}: {len(found):,} recordings, expected {expected:,}. Delete the file and fetch it again")
    return tuple(sorted(found, key=lambda r: (r.digit, r.speaker, r.number)))


# --8<-- [start:wave]
def samples_of(content: bytes, place: str) -> Float[Tensor, " N"]:
    """The samples of a WAV file with one channel of 16-bit numbers, 8,000 a second.

    Raises:
        DataError: it is another kind of file, or empty.
    """
    try:
        with wave.open(io.BytesIO(content)) as sound:
            form = (sound.getnchannels(), sound.getsampwidth(), sound.getframerate())
            raw = sound.readframes(sound.getnframes())
    except (wave.Error, EOFError) as error:
        raise DataError(f"{place}: not a WAV file ({error})") from error
    if form != (1, 2, RATE) or not raw or len(raw) % 2:
        raise DataError(
            f"{place}: {len(raw)} bytes, {form[0]} channels of {form[1]} bytes, {form[2]} samples a second; "
            f"expected one channel of 2 bytes and {RATE} a second"
        )
    return torch.from_numpy(np.frombuffer(raw, "<i2").astype(np.float32) / 2**15)


# --8<-- [end:wave]
