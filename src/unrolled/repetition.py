"""How much a text says again."""

from collections.abc import Hashable, Sequence


# --8<-- [start:repeated]
def repeated(tokens: Sequence[Hashable], n: int = 4) -> float:
    """Share of the runs of `n` tokens that stand earlier in the same text already.

    Raises:
        ValueError: n is below 1, or the text is shorter than n tokens.
    """
    runs = [tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1)]
    if n < 1 or not runs:
        raise ValueError(f"runs of {n} tokens in a text of {len(tokens)}: there are none")
    # (decoding.10)
    return 1 - len(set(runs)) / len(runs)


# --8<-- [end:repeated]
