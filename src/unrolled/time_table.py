"""What the runs took whose checkpoints lie in a folder, as a table."""

from collections.abc import Iterator
from pathlib import Path

from unrolled.attempts import Took, read, took

RERUN = "rerun.json"  # where a rerun notes its own attempts


def times(runs: Path) -> dict[str, Took]:
    """What each experiment took of which attempts are noted in a folder."""
    noted = ((file.stem, read(file)) for file in sorted((runs / "times").glob("*.json")))
    return {name: took(attempts) for name, attempts in noted if attempts}


def told(runs: Path) -> Iterator[str]:
    """Lines of a table of what runs took, their sum, and what the last `rerun` took in all."""
    found = times(runs)
    yield f"{'experiment':24}{'processor min':>14}{'wall min':>10}{'attempts':>10}"
    for name, run in found.items():
        remark = ("" if run.whole else "  at least") + ("" if run.finished else "  not finished")
        yield f"{name:24}{run.processor / 60:14.1f}{run.wall / 60:10.1f}{run.attempts:10}{remark}"
    processor, wall = sum(run.processor for run in found.values()), sum(run.wall for run in found.values())
    yield f"{'sum':24}{processor / 60:14.1f}{wall / 60:10.1f}{sum(run.attempts for run in found.values()):10}"
    if attempts := read(runs / RERUN):
        together = took(attempts)
        since = attempts[-together.attempts]["began"]
        ending = "" if together.finished else ", and not done yet"
        yield f"all together, begun {since}: {together.wall / 60:.1f} minutes by the clock{ending}"
