"""What it takes to run every experiment again, by the times that stand in their records."""

from collections.abc import Sequence
from typing import NamedTuple

from unrolled.records import took_of
from unrolled.rerun import in_order


class WholeRun(NamedTuple):
    """All experiments on two free cores. `unknown`: those whose record does not hold the time of the whole run."""

    minutes: float  # by the clock
    processor_minutes: float
    unknown: list[str]


def whole_run(experiments: Sequence[str]) -> WholeRun:
    """Lay out the recorded times as `rerun` lays out the runs: two side by side, those that measure time alone.

    An experiment beside another counts by its processor time, as a busy machine lengthens its time by the clock; one
    that runs alone counts by the clock, as it may use both cores.
    """
    took = {name: found for name in experiments if (found := took_of(name))}
    beside, alone = in_order(list(took))
    lanes = [0.0, 0.0]
    for row in beside:
        lanes[lanes.index(min(lanes))] += sum(took[name]["processor_minutes"] for name in row)
    minutes = max(lanes) + sum(took[name]["wall_minutes"] for name in alone)
    processor = sum(found["processor_minutes"] for found in took.values())
    return WholeRun(minutes, processor, [name for name in experiments if name not in took])


def told(experiments: Sequence[str]) -> str:
    """The same in a line."""
    found = whole_run(experiments)
    known = len(experiments) - len(found.unknown)
    lacking = f"; not in the records: {', '.join(found.unknown)}" if found.unknown else ""
    return (
        f"by the records, {known} of {len(experiments)} experiments take {found.processor_minutes:.0f} minutes of "
        f"processor time, {found.minutes / 60:.1f} hours on two free cores{lacking}"
    )
