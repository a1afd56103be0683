"""Strings of spoken digits, glued together from single recordings of one speaker."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor

from unrolled.data.fsdd import RATE, Recording


class SpokenString(NamedTuple):
    """Samples, and the digits that are said in them."""

    wave: Float[Tensor, " N"]
    digits: tuple[int, ...]
    speaker: str


# --8<-- [start:strings]
def digit_strings(
    recordings: Sequence[Recording], count: int, generator: torch.Generator, longest_gap: float = 0.2
) -> list[SpokenString]:
    """Strings of three to five digits, all of one speaker.

    Args:
        recordings: where the digits are taken from; hold some out for the test.
        longest_gap: in seconds. A gap is between nothing and this long, and holds faint noise, as does each end.
    """
    by_speaker = defaultdict(list)
    for recording in recordings:
        by_speaker[recording.speaker].append(recording)
    speakers, strings = sorted(by_speaker), []

    def draw(most: int) -> int:
        return int(torch.randint(most, (1,), generator=generator))

    def quiet() -> Tensor:
        return 1e-3 * torch.randn(1 + draw(round(longest_gap * RATE)), generator=generator)

    for _ in range(count):
        speaker = speakers[draw(len(speakers))]
        said = [by_speaker[speaker][draw(len(by_speaker[speaker]))] for _ in range(3 + draw(3))]
        pieces = [quiet(), *(piece for r in said for piece in (r.wave, quiet()))]
        strings.append(SpokenString(torch.cat(pieces), tuple(r.digit for r in said), speaker))
    return strings


# --8<-- [end:strings]
