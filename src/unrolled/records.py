"""What the records say of the experiments: which are up to date, how many seeds they have, and what they took."""

import json
from typing import Any

from unrolled import results
from unrolled.attempts import USES

SEEDS = 3


def is_fresh(experiment: str) -> bool:
    """Whether the record was made, or confirmed, with the code as it is now."""
    path = results.path_of(experiment)
    if not path.is_file():
        return False
    return json.loads(path.read_text("utf-8"))["source"] == results.sources(f"unrolled.experiments.{experiment}")


def seeds_of(experiment: str) -> int:
    """As many seeds as the record has; three if there is none."""
    path = results.path_of(experiment)
    return len(json.loads(path.read_text("utf-8"))["seeds"]) if path.is_file() else SEEDS


def took_of(experiment: str) -> dict[str, Any] | None:
    """What the whole run took, see `attempts.Took`; None if there is no record, or it knows of a part only.

    What takes over the checkpoints of another experiment is never whole by itself. It counts if that one's time is
    known: then the two together are.
    """
    path = results.path_of(experiment)
    found = json.loads(path.read_text("utf-8")).get("took") if path.is_file() else None
    known = found and (found["whole"] or (experiment in USES and took_of(USES[experiment])))
    return found if known else None
