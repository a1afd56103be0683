"""Two models on the same seeds: what their differences can tell."""

from statistics import mean, stdev
from typing import NamedTuple

from scipy.stats import t as student


class Paired(NamedTuple):
    """Mean difference, and the interval that holds the true one in 95 of 100 such experiments."""

    middle: float
    low: float
    high: float

    @property
    def verdict(self) -> int:
        """1 or -1 if the whole interval lies on one side of zero, 0 if the seeds cannot tell."""
        return (self.low > 0) - (self.high < 0)


# --8<-- [start:paired]
def paired(first: list[float], second: list[float], level: float = 0.95) -> Paired:
    """Mean of first - second over seeds that both share, with Student's interval.

    Raises:
        ValueError: the lists differ in length, or hold fewer than two seeds.
    """
    if len(first) != len(second) or len(first) < 2:
        raise ValueError(f"{len(first)} and {len(second)} results: both need the same seeds, two at least")
    differences = [a - b for a, b in zip(first, second, strict=True)]
    n, middle = len(differences), mean(differences)
    # (lstm-vs-gru.4) half the width of the interval
    half = float(student.ppf((1 + level) / 2, n - 1)) * stdev(differences) / n**0.5
    return Paired(middle, middle - half, middle + half)


# --8<-- [end:paired]
