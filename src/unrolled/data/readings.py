"""Readings of a sensor on a regular clock: doubled ones dropped, missing ones marked as missing."""

from datetime import datetime
from typing import NamedTuple

import numpy as np
import pandas as pd


class Reading(NamedTuple):
    """What a sensor said at one time; the value is NaN where it said nothing."""

    time: datetime
    value: float


# --8<-- [start:regular]
def regular(times: pd.Series, values: pd.Series, step: str) -> list[Reading]:
    """One reading for every tick of a regular clock, from the first time to the last.

    Each reading goes to the nearest tick. Of two at one tick the first is kept. A tick without a reading gets NaN:
    whoever uses it must decide what that means.

    Args:
        step: distance of the ticks, such as "30min".
    """
    ticks = (times - times.iloc[0]).dt.total_seconds() / pd.Timedelta(step).total_seconds()
    place = np.floor(ticks.to_numpy() + 0.5).astype(int)
    first = pd.Series(values.to_numpy(), index=place)
    first = first[~first.index.duplicated()]
    full = first.reindex(range(place.max() + 1))
    clock = times.iloc[0] + pd.to_timedelta(step) * np.arange(len(full))
    return [Reading(t, float(v)) for t, v in zip(pd.DatetimeIndex(clock).to_pydatetime(), full, strict=True)]


# --8<-- [end:regular]


def between(readings: list[Reading], cuts: dict[str, tuple[str, str]], split: str) -> list[Reading]:
    """The readings of one split; `cuts` gives for each its first time and the first time after it.

    Raises:
        ValueError: no such split.
    """
    if split not in cuts:
        raise ValueError(f"no split {split!r}: choose one of {', '.join(sorted(cuts))}")
    begin, end = (datetime.fromisoformat(cut) for cut in cuts[split])
    return [reading for reading in readings if begin <= reading.time < end]
