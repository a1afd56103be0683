"""Give a text its capitals and punctuation back: beginnings of film reviews, each word with what was taken from it.

The reviews are those of `unrolled.data.imdb`. A tag says how the word was written and which mark followed it:
`a` small letters, `A` a capital first, `AA` capitals alone; then nothing, or one of the marks `, . ? !`
"""

import re
from functools import cache

from unrolled.data import imdb, registry
from unrolled.data.tagged import Tagged

WORDS = 40  # how much of each review is taken
WORD = re.compile(r"([^\W_]+(?:['’-][^\W_]+)*)([^\w]*)")
MARKS = ",.?!"


# --8<-- [start:strip]
def strip_marks(text: str, limit: int = WORDS) -> Tagged:
    """Take capitals and punctuation off the first words of a text, and note them as tags.

    Raises:
        ValueError: the text has no word.

    >>> strip_marks("A gem, really. WATCH it!").words
    ('a', 'gem', 'really', 'watch', 'it')
    >>> strip_marks("A gem, really. WATCH it!").tags
    ('A', 'a,', 'a.', 'AA', 'a!')
    """
    found = WORD.findall(text.replace("<br />", " "))[:limit]
    if not found:
        raise ValueError(f"no word in {text[:40]!r}: there is nothing to tag")
    tags = [_case(word) + next((c for c in gap if c in MARKS), "") for word, gap in found]
    return Tagged(tuple(word.lower() for word, _ in found), tuple(tags))


def restore(row: Tagged) -> str:
    """Write the words as their tags say.

    >>> restore(strip_marks("A gem, really. WATCH it!"))
    'A gem, really. WATCH it!'
    """
    write = {"a": str, "A": lambda word: word[:1].upper() + word[1:], "AA": str.upper}
    pairs = zip(row.words, row.tags, strict=True)
    return " ".join(write[tag.rstrip(MARKS)](word) + tag.lstrip("aA") for word, tag in pairs)


# --8<-- [end:strip]


def load(split_name: str = "train") -> list[Tagged]:
    """The first 40 words of the first reviews of a split of `unrolled.data.imdb`.

    Args:
        split_name: "train" (2,000 beginnings), "valid" (500) or "test" (1,000).
    Raises:
        ValueError: no such split.
        FileNotFoundError: the package is not installed.
        CorruptDataError: the packaged file is not the recorded one.
    """
    sizes = registry.get("truecase").rows
    if split_name not in sizes:
        raise ValueError(f"no split {split_name!r}: choose one of {', '.join(sorted(sizes))}")
    return list(_rows(split_name, sizes[split_name]))


@cache
def _rows(split_name: str, size: int) -> list[Tagged]:
    return [strip_marks(review.text) for review in imdb.load(split_name)[:size]]


def _case(word: str) -> str:
    if not word[0].isupper():
        return "a"
    return "AA" if len(word) > 1 and word.isupper() else "A"
