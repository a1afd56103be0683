"""Counts of neighbours as a language model: each length of context is mixed with the next shorter one.

Witten & Bell (1991), "The Zero-Frequency Problem: Estimating the Probabilities of Novel Events in Adaptive Text
Compression", IEEE Transactions on Information Theory 37(4), method C; the recursive form of Chen & Goodman (1999),
"An Empirical Study of Smoothing Techniques for Language Modeling", Computer Speech & Language 13(4), section 2.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence


# --8<-- [start:ngrams]
class NGrams:
    """Probability of a symbol after its context, from counts, interpolated over all shorter contexts.

    Args:
        rows: encoded lines to count in; the first symbol of each is only ever context.
        vocabulary: V, the number of symbols.
        order: n, so that a context has n - 1 symbols.
    Raises:
        ValueError: the order is below 1.
    """

    def __init__(self, rows: Sequence[Sequence[int]], vocabulary: int, order: int) -> None:
        if order < 1:
            raise ValueError(f"order {order}: it counts the symbol itself, so it is at least 1")
        self.vocabulary, self.order = vocabulary, order
        self.followers: dict[tuple[int, ...], Counter[int]] = defaultdict(Counter)
        for row in rows:
            for t in range(1, len(row)):
                for before in range(min(order - 1, t) + 1):
                    self.followers[tuple(row[t - before : t])][row[t]] += 1
        self.totals = {context: sum(found.values()) for context, found in self.followers.items()}

    def probabilities(self, context: Sequence[int]) -> list[float]:
        """Probability of every symbol, (V), after a context; of a longer one, only the end counts."""
        context = tuple(context)[max(0, len(context) - self.order + 1) :]
        p = [1.0 / self.vocabulary] * self.vocabulary  # before anything is counted
        for before in range(len(context) + 1):
            found = self.followers.get(context[len(context) - before :])
            if found is None:
                break  # never seen, so neither is any longer one
            total, kinds = self.totals[context[len(context) - before :]], len(found)
            # (music.1) kinds of followers stand for how often something new came here
            p = [kinds * q / (total + kinds) for q in p]
            for symbol, count in found.items():
                p[symbol] += count / (total + kinds)
        return p

    # --8<-- [end:ngrams]

    def mean_nll(self, rows: Sequence[Sequence[int]]) -> float:
        """Mean negative log-likelihood per symbol, in nats; the first symbol of a row is given."""
        steps = [(row[max(0, t - self.order + 1) : t], row[t]) for row in rows for t in range(1, len(row))]
        return -math.fsum(math.log(self.probabilities(context)[symbol]) for context, symbol in steps) / len(steps)
