"""Text to words: lower case, marks of the web page dropped, a few punctuation marks kept as words."""

import re

TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[.,!?;:()]")


# --8<-- [start:tokenise]
def tokenise(text: str) -> list[str]:
    """Split a text into lower-case words and punctuation marks.

    >>> tokenise("Don't miss it!<br />A gem.")
    ["don't", 'miss', 'it', '!', 'a', 'gem', '.']
    """
    return TOKEN.findall(text.lower().replace("<br />", " "))


# --8<-- [end:tokenise]


def shorten(tokens: list[str], limit: int) -> list[str]:
    """At most `limit` tokens: the first quarter and the last three quarters, where a review gives its verdict.

    Raises:
        ValueError: `limit` is below 4.
    """
    if limit < 4:
        raise ValueError(f"a review cannot be cut to {limit} tokens: limit must be at least 4")
    if len(tokens) <= limit:
        return tokens
    head = limit // 4
    return tokens[:head] + tokens[len(tokens) - (limit - head) :]
