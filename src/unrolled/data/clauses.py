"""Clauses of the King James Bible made of common words: what an encoder reads and its decoder is to say again."""

import hashlib
import re
from collections import Counter

from unrolled.data import kjv

NAMES = ("train", "valid", "test")
HELD_OUT = {"valid": 1_000, "test": 2_000}


# --8<-- [start:clauses]
def split_clauses(text: str) -> list[str]:
    """What stands between two marks of punctuation, in small letters, without the marks."""
    parts = re.split(r"[.,:;?!()\n]+", text.lower())
    return [" ".join(words) for part in parts if (words := re.findall(r"[a-z’'-]+", part))]


def load(words: int = 500, longest: int = 20, splits: dict[str, int] | None = None) -> dict[str, list[str]]:
    """Clauses of at most `longest` words, none but the commonest `words` of them, each once, by split.

    Those with the smallest SHA-256 are held out, as many as `splits` says. So no clause stands in two splits,
    although many stand in the book more than once.

    Raises:
        ValueError: so many are to be held out that none is left to train on.
    """
    found = [clause for chapter in kjv.chapters() for clause in split_clauses(chapter.text)]
    counts = Counter(word for clause in found for word in clause.split())
    common = {word for word, _ in counts.most_common(words)}
    kept = {c for c in found if len(c.split()) <= longest and common.issuperset(c.split())}
    ranked = sorted(kept, key=lambda clause: hashlib.sha256(clause.encode()).digest())
    cut, start = {}, 0
    for name, size in (HELD_OUT if splits is None else splits).items():
        cut[name], start = ranked[start : start + size], start + size
    if start >= len(ranked):
        raise ValueError(f"{start} clauses to hold out, but there are only {len(ranked)} of {words} words")
    return {"train": ranked[start:], **cut}


# --8<-- [end:clauses]


class Words:
    """Whole words as tokens, with the four special ones in front.

    Args:
        texts: their words, in order of the alphabet, are the vocabulary.
    """

    def __init__(self, texts: list[str]) -> None:
        self.words = ("<pad>", "<unk>", "<s>", "</s>", *sorted({word for text in texts for word in text.split()}))
        self.index = {word: i for i, word in enumerate(self.words)}

    def __len__(self) -> int:
        return len(self.words)

    def encode(self, text: str) -> list[int]:
        """An index for each word; 1 for one that is not in the list."""
        return [self.index.get(word, 1) for word in text.split()]

    def decode(self, ids: list[int]) -> str:
        """The words of some indices. Special tokens are left out."""
        return " ".join(self.words[i] for i in ids if i >= 4)
