"""Telegrams: clauses of the King James Bible without their commonest words, to be written out in full again.

"for the glory of thy name" becomes "glory thy name". Much of what is left out can be guessed, and never all of it: the
same telegram may stand for several clauses. So there is something to search for, and no search can be always right.
"""

from collections import Counter
from typing import NamedTuple

from unrolled.data import clauses


class Telegram(NamedTuple):
    """What was sent, and what was meant."""

    source: str
    target: str


# --8<-- [start:telegrams]
def load(dropped: int = 20, words: int = 1000, splits: dict[str, int] | None = None) -> dict[str, list[Telegram]]:
    """Telegrams by split. Clauses of which no word would be left are left out, and so are those of one word.

    Args:
        dropped: how many of the commonest words are not sent.
        words: only clauses of the so many commonest words are taken.
        splits: how many clauses are held out, by split; as `clauses.load`, with the same ValueError.
    """
    found = clauses.load(words, splits=splits)
    counts = Counter(word for clause in found["train"] for word in clause.split())
    small = {word for word, _ in counts.most_common(dropped)}
    pairs = {
        split: [Telegram(" ".join(word for word in clause.split() if word not in small), clause) for clause in rows]
        for split, rows in found.items()
    }
    return {
        split: [pair for pair in rows if pair.source and len(pair.target.split()) > 1] for split, rows in pairs.items()
    }


# --8<-- [end:telegrams]
