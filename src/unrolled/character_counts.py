"""Baselines for a character model: count which character follows which, and keep nothing else."""

import math
from collections import Counter
from collections.abc import Sequence


# --8<-- [start:counts]
class CharacterCounts:
    """Probability of a character given the `before` characters in front of it, from counts.

    Args:
        rows: encoded lines to count in, each beginning with its END.
        vocabulary: V, the number of characters that can come.
        before: 0 counts single characters (unigrams), 1 pairs (bigrams), 2 triples (trigrams).
        extra: is added to every count, so that nothing has probability zero.
    """

    def __init__(self, rows: Sequence[Sequence[int]], vocabulary: int, before: int = 1, extra: float = 0.1) -> None:
        self.vocabulary, self.before, self.extra = vocabulary, before, extra
        self.pairs: Counter[tuple[tuple[int, ...], int]] = Counter()
        self.contexts: Counter[tuple[int, ...]] = Counter()
        for row in rows:
            for context, character in self._steps(row):
                self.pairs[context, character] += 1
                self.contexts[context] += 1

    def probability(self, context: tuple[int, ...], character: int) -> float:
        """Probability that `character` follows `context`."""
        # (training-loop.10)
        above = self.pairs[context, character] + self.extra
        return above / (self.contexts[context] + self.extra * self.vocabulary)

    def mean_nll(self, rows: Sequence[Sequence[int]]) -> float:
        """Mean negative log-likelihood per character, in nats."""
        losses = [-math.log(self.probability(*step)) for row in rows for step in self._steps(row)]
        return math.fsum(losses) / len(losses)

    def _steps(self, row: Sequence[int]) -> list[tuple[tuple[int, ...], int]]:
        start = (row[0],) * (self.before - 1)  # a triple needs two characters in front of the first
        padded = (*start, *row)
        first = len(padded) - len(row) + 1
        return [(padded[t - self.before : t], padded[t]) for t in range(first, len(padded))]


# --8<-- [end:counts]
