"""How much a set of replies has to say: different words, copies, and what everybody says."""

import math
from collections.abc import Collection, Sequence


# --8<-- [start:distinct]
def distinct(replies: Sequence[str], n: int) -> float:
    """Different runs of `n` words in all replies together, over the number of words.

    Li, Galley, Brockett, Gao & Dolan (2016), "A Diversity-Promoting Objective Function for Neural Conversation Models",
    NAACL.

    Raises:
        ValueError: n is below 1, or there is no word.
    """
    texts = [reply.split() for reply in replies]
    words = sum(map(len, texts))
    if n < 1 or not words:
        raise ValueError(f"runs of {n} words in {words} words: there are none")
    runs = {tuple(text[i : i + n]) for text in texts for i in range(len(text) - n + 1)}
    # (chatbot.2)
    return len(runs) / words


# --8<-- [end:distinct]


# --8<-- [start:words]
def per_word(total: float, references: Sequence[str]) -> float:
    """Perplexity per word, of any model that gives whole replies a probability.

    Args:
        total: sum of the negative log-likelihoods of all replies, in nats.
        references: the replies. The end of each counts as one word more.
    """
    words = sum(len(reply.split()) + 1 for reply in references)
    # (chatbot.1)
    return math.exp(min(total / words, 700))


# --8<-- [end:words]


def share_in(replies: Sequence[str], known: Collection[str]) -> float:
    """Share of the replies that stand in `known`, in percent."""
    return 100 * sum(reply in known for reply in replies) / len(replies)
