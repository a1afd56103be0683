r"""seq2seq-06, solved.

Under the teacher's hand it reads 0, 1, 2, 3, 4, 5 and writes 1, 2, 3, 9, 5, 6: five of six. On its own it reads 9
after its mistake and writes 9 to the end: three of six. For thirty tokens it is right four times, because like a
stopped clock it is right once more, at the ninth: 0.133. Had it learned to write 5 after 9, it would read 0, 1, 2,
3, 9, 5 and write 1, 2, 3, 9, 5, 6: five of six, by itself. Under the teacher's hand it never reads its own 9, so it
never learns that. This is what scheduled sampling is for.
"""

# --8<-- [start:code]
from collections.abc import Callable
from typing import Any


def predict() -> dict[str, float]:
    """What you expect, before you measure: shares of right tokens, from 0 to 1."""
    return {"forced": 5 / 6, "free": 3 / 6, "free_long": 4 / 30, "taught": 5 / 6}


def measure(step: Callable[[int, Any], tuple[int, Any]], state: Any, target: list[int], first: int) -> dict[str, float]:
    """Shares of right tokens, "forced" and "free". The decoder reads `first` at the first step."""

    def right(forced: bool) -> float:
        token, now, hits = first, state, 0
        for true in target:
            written, now = step(token, now)
            hits += written == true
            token = true if forced else written
        return hits / len(target)

    return {"forced": right(True), "free": right(False)}


# --8<-- [end:code]
