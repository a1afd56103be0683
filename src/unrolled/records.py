"""What the records say of the experiments: which are up to date, and over how many seeds they ran."""

import json

from unrolled import results

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
