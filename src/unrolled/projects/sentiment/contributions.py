"""How much each word of a text did for its verdict, in log-odds: by leaving it out, or by reading up to it."""

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from unrolled.data.vocabulary import UNKNOWN
from unrolled.projects.sentiment.judge import log_odds, tokens_of
from unrolled.projects.sentiment.model import Trained


class Explained(NamedTuple):
    """Tokens, the contribution of each, the log-odds of the text, and those of a text of one unknown word."""

    tokens: list[str]
    contributions: list[float]
    log_odds: float
    nothing: float


# --8<-- [start:occlusion]
def occlusion(trained: Trained, row: list[int]) -> list[float]:
    """What would be missing: log-odds of the text minus its log-odds with this one word unknown.

    Li, Monroe & Jurafsky (2016), "Understanding Neural Networks through Representation Erasure".
    """
    without = [[*row[:t], UNKNOWN, *row[t + 1 :]] for t in range(len(row))]
    whole, *rest = log_odds(trained, [row, *without]).tolist()
    # (sentiment-pipeline.3)
    return [whole - z for z in rest]


# --8<-- [end:occlusion]


# --8<-- [start:prefix]
def prefix(trained: Trained, row: list[int]) -> list[float]:
    """How the verdict moved: log-odds of the text up to this word, minus those up to the word before."""
    scores = log_odds(trained, [[UNKNOWN], *(row[: t + 1] for t in range(len(row)))]).tolist()
    # (sentiment-pipeline.4) their sum is the log-odds of the text minus those of knowing nothing
    return [after - before for before, after in pairwise(scores)]


# --8<-- [end:prefix]

METHODS: dict[str, Callable[[Trained, list[int]], list[float]]] = {"occlusion": occlusion, "prefix": prefix}


def explain(trained: Trained, text: str, method: str = "occlusion") -> Explained:
    """Contributions of the tokens that are read of a text. Raises: KeyError, if there is no such method."""
    tokens = tokens_of(trained, text)
    row = trained.vocabulary.encode(tokens)
    whole, nothing = log_odds(trained, [row, [UNKNOWN]]).tolist()
    return Explained(tokens, METHODS[method](trained, row) if tokens else [], whole, nothing)
