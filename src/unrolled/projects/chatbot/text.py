"""Turns of a conversation to numbers of word pieces: cleaned, joined, and cut to what the network reads."""

import unicodedata

from unrolled.data.specials import EOS, UNKNOWN
from unrolled.data.subwords import Subwords

TURN_END = "\n"  # between turns; inside of a cleaned turn there is none
LONGEST = 2_000  # characters of a turn that are looked at, its last ones


# --8<-- [start:clean]
def clean(text: str) -> str:
    """Small letters, one space between words, and one form of characters that look alike.

    >>> clean("  Hello,\\n  WORLD ")
    'hello, world'
    """
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


# --8<-- [end:clean]


# --8<-- [start:history]
class History:
    """The last turns as one sequence of pieces: a mark of an end after each turn but the last.

    Args:
        subwords: the pieces.
        reads: how many pieces are read, the last ones.
    """

    def __init__(self, subwords: Subwords, reads: int) -> None:
        self.subwords, self.reads = subwords, reads

    def encode(self, text: str) -> list[int]:
        """Pieces of turns that are joined by `TURN_END`; at least one piece."""
        found: list[int] = []
        for turn in text.split(TURN_END):
            found += [EOS, *self.subwords.encode(turn[-LONGEST:])]
        return found[1:][-self.reads :] or [UNKNOWN]

    def decode(self, ids: list[int]) -> str:
        """The turns again, as far as they were read."""
        turns: list[list[int]] = [[]]
        for number in ids:
            if number == EOS:
                turns.append([])
            else:
                turns[-1].append(number)
        return TURN_END.join(map(self.subwords.decode, turns))

    def __len__(self) -> int:
        return len(self.subwords)


# --8<-- [end:history]


def joined(turns: list[str] | tuple[str, ...], last: int) -> str:
    """The last turns that are not empty, as `History` reads them."""
    return TURN_END.join([turn for turn in turns if turn][-last:])


def unknown_share(ids: list[int]) -> float:
    """Share of the pieces that are unknown."""
    return sum(number == UNKNOWN for number in ids) / len(ids)
