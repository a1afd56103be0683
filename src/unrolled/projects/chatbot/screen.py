"""The filter: what kinds of things a text holds that the chatbot must not say."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from unrolled.projects.chatbot.patterns import COMPILED, DESPAIR_COMPILED, fingerprint, listed

WORD = re.compile(r"[a-z0-9@$]+")
LOOKALIKES = str.maketrans("013457@$", "oieastas")
AT_MOST = 6  # words that one pattern can span


# --8<-- [start:found]
def found_in(text: str) -> list[str]:
    """The kinds of forbidden things in a text, each once. Whole words are compared, never parts of words."""
    plain = plain_letters(text)
    kinds = [kind for kind, pattern in COMPILED.items() if pattern.search(plain)]
    kinds += [kind for word in WORD.findall(plain) if (kind := kind_of(word))]
    return list(dict.fromkeys(kinds))


@lru_cache(maxsize=100_000)
def kind_of(word: str) -> str | None:
    """The kind of a listed word, also with a plural s, drawn-out letters, or digits in place of letters."""
    forms = {word, word.translate(LOOKALIKES)} if not word.isdigit() else {word}
    forms |= {re.sub(r"(.)\1{2,}", r"\1", form) for form in forms}
    forms |= {form.removesuffix("s") for form in forms}
    return next((_listed()[digits] for digits in map(fingerprint, sorted(forms)) if digits in _listed()), None)


def plain_letters(text: str) -> str:
    """Small letters without accents, and curly apostrophes straightened."""
    parts = unicodedata.normalize("NFKD", text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    return "".join(c for c in parts if not unicodedata.combining(c)).lower()


def despair_in(text: str) -> bool:
    """Whether someone seems to speak of hurting themselves. It errs on the side of asking them to talk to people."""
    return DESPAIR_COMPILED.search(" ".join(plain_letters(text).split())) is not None


# --8<-- [end:found]


@cache
def _listed() -> dict[str, str]:
    return listed()


class WithheldError(Exception):
    """A reply holds what must not be said; `kinds` says what, `shown` how much of it was shown already."""

    def __init__(self, kinds: list[str], text: str) -> None:
        super().__init__(", ".join(kinds))
        self.kinds, self.text = kinds, text


# --8<-- [start:screened]
def screened(bits: Iterator[str]) -> Iterator[str]:
    """Text that is being written, some words late: what is shown has been looked at, with the words behind it.

    A word is looked at when it is whole: "class" begins with what might be on a list.

    Raises:
        WithheldError: as soon as something forbidden is complete. None of it has been shown then.
    """
    text, shown = "", 0
    for bit in bits:
        text += bit
        whole = text[: text.rfind(" ") + 1]
        if kinds := found_in(whole):
            raise WithheldError(kinds, text)
        starts = [match.start() for match in re.finditer(r"\S+", whole)]
        if len(starts) > AT_MOST and starts[-AT_MOST] > shown:
            yield text[shown : starts[-AT_MOST]]
            shown = starts[-AT_MOST]
    if kinds := found_in(text):
        raise WithheldError(kinds, text)
    yield text[shown:]


# --8<-- [end:screened]
