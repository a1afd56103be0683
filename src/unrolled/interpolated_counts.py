"""A stronger count baseline: long contexts where they were seen, mixed with shorter ones.

Witten & Bell (1991), "The zero-frequency problem", IEEE Transactions on Information Theory 37(4), method C.
"""

import lzma
import math
from collections import Counter


# --8<-- [start:counts]
class InterpolatedCounts:
    """Probability of a character from what followed its last characters in the training text.

    Args:
        text: what to count in.
        order: 1 counts single characters, 2 pairs; at most order - 1 characters in front are looked at.
    Raises:
        ValueError: no text, or an order below 1.
    """

    def __init__(self, text: str, order: int = 5) -> None:
        if not text or order < 1:
            raise ValueError(f"{len(text)} characters and order {order}: needs a text, and an order of at least 1")
        self.order, self.alphabet = order, sorted(set(text))
        self.after: dict[str, Counter[str]] = {}
        for k in range(order):
            for t in range(k, len(text)):
                self.after.setdefault(text[t - k : t], Counter())[text[t]] += 1
        self.totals = {context: counts.total() for context, counts in self.after.items()}

    def probability(self, before: str, character: str) -> float:
        """Probability that `character` follows `before`. What the training text lacks is one more character."""
        p = 1 / (len(self.alphabet) + 1)
        for k in range(min(self.order - 1, len(before)) + 1):
            context = before[len(before) - k :]
            if context not in self.after:
                break  # what was never seen has nothing to add
            counts = self.after[context]
            # (language-model.5) a context that was followed by many different characters trusts itself less
            p = (counts[character] + len(counts) * p) / (self.totals[context] + len(counts))
        return p

    def mean_nll(self, text: str) -> float:
        """Mean negative log-likelihood per character of another text, in nats, its first character left out."""
        losses = [
            -math.log(self.probability(text[max(0, t - self.order + 1) : t], text[t])) for t in range(1, len(text))
        ]
        return math.fsum(losses) / len(losses)


# --8<-- [end:counts]


# --8<-- [start:compressor]
def compressor_nats(train: str, valid: str) -> float:
    """What the compressor xz needs for `valid` when it has packed `train` before, in nats per character."""
    before, both = (len(lzma.compress(text.encode(), preset=9)) for text in (train, train + valid))
    return 8 * (both - before) * math.log(2) / len(valid)


# --8<-- [end:compressor]
