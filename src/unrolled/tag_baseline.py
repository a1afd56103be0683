"""The baseline of tagging: give each word the tag that it has most often."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from unrolled.data.tagged import Tagged


# --8<-- [start:most]
class MostFrequentTag:
    """Remembers the commonest tag of each word, and the commonest of all for words it has not seen.

    Args:
        rows: the training split.
        lower: whether capitals are ignored.
    Raises:
        ValueError: no rows.
    """

    def __init__(self, rows: Iterable[Tagged], lower: bool = False) -> None:
        self.lower = lower
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for row in rows:
            for word, tag in zip(row.words, row.tags, strict=True):
                counts[word.lower() if lower else word][tag] += 1
        if not counts:
            raise ValueError("no rows: there is nothing to count")
        # (tagging.1) ties go to the tag that comes first in the alphabet
        self.tag_of = {word: min(tags, key=lambda tag: (-tags[tag], tag)) for word, tags in counts.items()}
        total = sum(counts.values(), Counter())
        self.default = min(total, key=lambda tag: (-total[tag], tag))

    def tag(self, words: Sequence[str]) -> list[str]:
        """A tag for each word."""
        return [self.tag_of.get(word.lower() if self.lower else word, self.default) for word in words]


# --8<-- [end:most]
