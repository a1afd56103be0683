"""What the chatbot is measured against: the reply of the most similar turn, and counts of pieces."""

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from unrolled.data.subwords import Subwords
from unrolled.interpolated_counts import InterpolatedCounts
from unrolled.perplexity import Tally
from unrolled.projects.chatbot.dialogues import Exchange
from unrolled.projects.chatbot.text import TURN_END

AT_ONCE = 100  # turns that are compared side by side


# --8<-- [start:nearest]
class Nearest:
    """Finds the turn of the training data that has most in common with what was said, and gives its reply.

    Rare words count more than common ones: Salton & Buckley (1988), "Term-weighting approaches in automatic text
    retrieval", Information Processing & Management 24(5); the weights are those of scikit-learn.
    """

    def __init__(self, rows: Sequence[Exchange]) -> None:
        self.rows = rows
        self.vectors = TfidfVectorizer(token_pattern=r"[^\W_]+|[^\w\s]+")
        self.table = self.vectors.fit_transform([last_turn(row.before) for row in rows])  # rows of length 1

    def cosines(self, before: Sequence[str]) -> np.ndarray:
        """How like each last turn is to each of the training data: (turns, rows)."""
        asked = self.vectors.transform([last_turn(turns) for turns in before])
        # (chatbot.3) both have length 1, so the cosine is a sum of products
        return (asked @ self.table.T).toarray()

    def replies(self, before: Sequence[str]) -> list[str]:
        """The reply that the most similar turn got; of several, the first."""
        found = []
        for i in range(0, len(before), AT_ONCE):
            found += [self.rows[place].reply for place in self.cosines(before[i : i + AT_ONCE]).argmax(1)]
        return found


# --8<-- [end:nearest]


def last_turn(before: str) -> str:
    """What was said last."""
    return before.rpartition(TURN_END)[2]


# --8<-- [start:counts]
class PieceCounts:
    """A model of replies that only counts which piece follows which; each piece is one character for it.

    Args:
        order: 1 counts single pieces, 3 looks at the two pieces in front.
    """

    def __init__(self, replies: Sequence[str], subwords: Subwords, order: int) -> None:
        self.subwords = subwords
        self.counts = InterpolatedCounts(self.characters(replies), order)

    def characters(self, replies: Sequence[str]) -> str:
        """All replies in one line, a mark before, between and behind them."""
        written = ["".join(chr(0x10000 + number) for number in self.subwords.encode(reply)) for reply in replies]
        return "\n".join(["", *written, ""])

    def likelihood(self, replies: Sequence[str]) -> Tally:
        """Sum of the negative log-likelihoods of replies, their ends counted in, and number of pieces."""
        text = self.characters(replies)
        return Tally(self.counts.mean_nll(text) * (len(text) - 1), len(text) - 1)


# --8<-- [end:counts]
