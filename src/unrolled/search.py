"""Random search: draw settings, and say what the best of so many would be worth on average."""

import math
from collections.abc import Mapping, Sequence

import torch

Choice = float | int | str


# --8<-- [start:log-uniform]
def log_uniform(low: float, high: float, generator: torch.Generator) -> float:
    """A number between `low` and `high` whose logarithm is uniform: each factor of ten is as likely as any other.

    Raises:
        ValueError: not 0 < low < high.
    """
    if not 0 < low < high:
        raise ValueError(f"a range from {low} to {high} has no logarithm to draw from: it needs 0 < low < high")
    u = torch.rand(1, generator=generator, dtype=torch.float64).item()
    # (tuning.1)
    return math.exp(math.log(low) + u * (math.log(high) - math.log(low)))


# --8<-- [end:log-uniform]


def draw(
    choices: Mapping[str, Sequence[Choice]], rates: Mapping[str, tuple[float, float]], generator: torch.Generator
) -> dict[str, Choice]:
    """One setting: a choice of each list, and a learning rate in the range of the optimizer that was drawn.

    Args:
        choices: what there is to choose from; "optimizer" must be among it.
        rates: lowest and highest learning rate of each optimizer.
    """
    found: dict[str, Choice] = {
        name: options[int(torch.randint(len(options), (1,), generator=generator))] for name, options in choices.items()
    }
    low, high = rates[str(found["optimizer"])]
    return {**found, "learning_rate": log_uniform(low, high, generator)}


# --8<-- [start:expected-best]
def expected_best(scores: Sequence[float], n: int) -> float:
    """Mean of the best of `n` scores, drawn with replacement from those found (Dodge et al., 2019, section 3).

    Raises:
        ValueError: no scores, or n below 1.
    """
    if not scores or n < 1:
        raise ValueError(f"the best of {n} out of {len(scores)} scores is not defined: both must be at least 1")
    total = len(scores)
    # (tuning.2) the i-th smallest is the best with probability (i/N)^n - ((i-1)/N)^n
    return sum(x * ((i / total) ** n - ((i - 1) / total) ** n) for i, x in enumerate(sorted(scores), start=1))


# --8<-- [end:expected-best]


# --8<-- [start:standard-error]
def standard_error(share: float, count: int) -> float:
    """Standard error of a share of right answers among `count` independent ones.

    Raises:
        ValueError: the share is not between 0 and 1, or nothing was counted.
    """
    if not 0 <= share <= 1 or count < 1:
        raise ValueError(f"a share of {share} among {count} answers: it must lie in 0 to 1, of at least one")
    # (tuning.3)
    return math.sqrt(share * (1 - share) / count)


# --8<-- [end:standard-error]
