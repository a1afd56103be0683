"""Written dates to ISO 8601 by three rules, without any network: what a model has to beat."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable


# --8<-- [start:rules]
class DateRules:
    """The year is a number of four digits, the day is another number, and the month is looked up.

    Every word and every number but the year votes for the month it was seen with most in training, by its share; the
    surest one of a text decides.

    Args:
        pairs: (written, ISO) of the training split.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for written, iso in pairs:
            for piece in pieces(written):
                seen[piece][iso[5:7]] += 1
        self.months = {piece: counts.most_common(1)[0] for piece, counts in seen.items()}
        self.totals = {piece: counts.total() for piece, counts in seen.items()}

    def __call__(self, written: str) -> str:
        found = pieces(written)
        numbers = [piece for piece in found if piece.isdigit()]
        year = next((n for n in numbers if len(n) == 4), "0000")
        votes = [
            (self.months[piece][1] / (self.totals[piece] + 1), self.months[piece][0])
            for piece in found
            if piece in self.months and not (piece.isdigit() and len(piece) == 4)
        ]
        month = max(votes, default=(0.0, "01"))[1]
        small = [n for n in numbers if len(n) < 3]
        others = [n for n in small if int(n) != int(month)] or small
        return f"{year}-{month}-{int(others[0]):02d}" if others else f"{year}-{month}-01"


def pieces(text: str) -> list[str]:
    """Runs of digits, and runs of letters in small ones."""
    return re.findall(r"\d+|[^\W\d_]+", text.lower())


# --8<-- [end:rules]
