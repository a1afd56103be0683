"""Translating word by word: a lexicon found by expectation maximisation.

Brown, Della Pietra, Della Pietra & Mercer (1993), "The Mathematics of Statistical Machine Translation", Computational
Linguistics 19(2), section 4.2: Model 1.
"""

from collections.abc import Sequence

import numpy as np


# --8<-- [start:lexicon]
class Lexicon:
    """For each source word, how likely each target word is its translation.

    Args:
        pairs: tokenised sentences, source and target.
        rounds: of expectation maximisation, from equal chances.
    Raises:
        ValueError: there are no pairs, or one has an empty side.
    """

    def __init__(self, pairs: Sequence[tuple[Sequence[str], Sequence[str]]], rounds: int = 5) -> None:
        if not pairs or not all(source and target for source, target in pairs):
            raise ValueError("a lexicon needs pairs of sentences with at least one word on each side")
        sources = {word: i for i, word in enumerate(dict.fromkeys(w for s, _ in pairs for w in s))}
        targets = {word: i for i, word in enumerate(dict.fromkeys(w for _, t in pairs for w in t))}
        links, words = _links(pairs, sources, targets)  # which couple each link is, and which target word it explains
        couples, kind = np.unique(links, return_inverse=True)
        owner = couples // len(targets)  # the source word of each couple
        chance = np.full(len(couples), 1 / len(targets))
        for _ in range(rounds):
            # (translation.4) expectation: each target word is shared out among the source words of its sentence
            share = chance[kind] / np.bincount(words, chance[kind])[words]
            counts = np.bincount(kind, share, len(couples))
            # (translation.5) maximisation: shares become chances, for each source word
            chance = counts / np.bincount(owner, counts)[owner]
        self.chance = dict(zip(zip(owner.tolist(), (couples % len(targets)).tolist(), strict=True), chance.tolist(),
                               strict=True))  # fmt: skip
        names, best = list(targets), np.lexsort((chance, owner))  # the last couple of each owner is the likeliest
        last = {int(owner[i]): names[int(couples[i] % len(targets))] for i in best}
        self.best = {word: last[i] for word, i in sources.items()}
        self.sources, self.targets = sources, targets

    def probability(self, source: str, target: str) -> float:
        """Chance of a target word, given a source word. Zero if they never stood in one pair."""
        return self.chance.get((self.sources.get(source, -1), self.targets.get(target, -1)), 0.0)

    def translate(self, words: Sequence[str]) -> list[str]:
        """The likeliest word for each, in the same order. Unknown words stay as they are."""
        return [self.best.get(word, word) for word in words]


# --8<-- [end:lexicon]


def _links(
    pairs: Sequence[tuple[Sequence[str], Sequence[str]]], sources: dict[str, int], targets: dict[str, int]
) -> tuple[np.ndarray, np.ndarray]:
    """Every target word with every source word of its sentence, as numbers of the couple and of the target word."""
    couples, words, seen = [], [], 0
    for source, target in pairs:
        one = np.array([sources[word] for word in source], dtype=np.int64)
        other = np.array([targets[word] for word in target], dtype=np.int64)
        couples.append((one[None, :] * len(targets) + other[:, None]).ravel())  # (T, S) in one row
        words.append(np.repeat(np.arange(seen, seen + len(other)), len(one)))
        seen += len(other)
    return np.concatenate(couples), np.concatenate(words)
