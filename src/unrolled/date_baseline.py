"""Reading a written date by counting: which month each word stood with, and which number comes first."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

WORDS = re.compile(r"[\s\d.,()/-]+")  # what stands between words
ORDERS = {"".join(str(i) for i in order): order for order in ((0, 1, 2), (2, 1, 0), (2, 0, 1))}


# --8<-- [start:counts]
class CountedDates:
    """No network: numbers by their length, months by the words that told them in training.

    Args:
        rows: written dates and the same in ISO 8601.
    """

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        self.months: dict[str, Counter[str]] = defaultdict(Counter)
        self.orders: dict[str, Counter[str]] = defaultdict(Counter)
        for written, iso in rows:
            numbers = re.findall(r"\d+", written)
            for word in words_of(written):
                self.months[word][iso[5:7]] += 1
            for name, order in ORDERS.items():
                if len(numbers) == 3 and iso_of([numbers[i] for i in order]) == iso:
                    self.orders[form_of(written)][name] += 1

    def read(self, written: str) -> str:
        """The date in ISO 8601, with a month of 00 where nothing is known."""
        numbers = re.findall(r"\d+", written)
        if len(numbers) == 3:
            orders = self.orders.get(form_of(written)) or {"210": 1}  # day, month, year, unless it was seen otherwise
            return iso_of([numbers[i] for i in ORDERS[max(orders, key=lambda name: orders[name])]])
        year = next((number for number in numbers if len(number) == 4), "0000")
        day = next((number for number in numbers if len(number) < 4), "00")
        return iso_of([year, self.month(written), day])

    def month(self, written: str) -> str:
        """The month of the word that stood with one month most faithfully."""
        known = [self.months[word] for word in words_of(written) if word in self.months]
        if not known:
            return "00"
        # (translation.6) one is added below, so that a word seen once does not count as certain
        best = max(known, key=lambda counts: max(counts.values()) / (counts.total() + 1))
        return max(best, key=lambda month: best[month])


# --8<-- [end:counts]


def words_of(written: str) -> list[str]:
    """Words in lower case, without numbers and marks."""
    return [word for word in WORDS.split(written.lower()) if word]


def form_of(written: str) -> str:
    """A text with its numbers replaced by their lengths: "2021. 3. 7." is "4. 1. 1."; one and two digits are alike."""
    return re.sub(r"\d+", lambda match: "4" if len(match[0]) == 4 else "1", written)


def iso_of(parts: list[str]) -> str:
    """Year, month and day as ISO 8601 writes them."""
    return f"{parts[0]:0>4}-{parts[1]:0>2}-{parts[2]:0>2}"
