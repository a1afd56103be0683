"""Whether the words that an explanation calls important are: make them unknown, and see how far the verdict moves."""

from collections.abc import Callable

import torch

from unrolled.data.vocabulary import UNKNOWN
from unrolled.projects.sentiment.judge import log_odds
from unrolled.projects.sentiment.model import Trained

Ranking = Callable[[Trained, list[int]], list[float]]


# --8<-- [start:moved]
def moved(trained: Trained, rows: list[list[int]], contributions: Ranking, words: int) -> float:
    """Mean change of log-odds, against the verdict, when the `words` that spoke most for it become unknown.

    After DeYoung et al. (2020), "ERASER", ACL, who call it comprehensiveness.
    """
    whole, erased = log_odds(trained, rows), []
    for row, z in zip(rows, whole.tolist(), strict=True):
        sign = 1 if z > 0 else -1
        spoke = torch.tensor(contributions(trained, row)) * sign
        chosen = set(spoke.topk(min(words, len(row))).indices.tolist())
        erased.append([UNKNOWN if t in chosen else token for t, token in enumerate(row)])
    after = log_odds(trained, erased)
    # (sentiment-pipeline.6)
    return ((whole - after) * whole.sign()).mean().item()


# --8<-- [end:moved]


def at_random(seed: int) -> Ranking:
    """A ranking that knows nothing: the baseline."""
    generator = torch.Generator().manual_seed(seed)
    return lambda _, row: torch.rand(len(row), generator=generator).tolist()
