r"""seq2seq-03, solved.

The decoder is asked with the token it wrote last and with the state it left behind: both names are bound anew in
every turn. EOS ends the loop before it is written down. The limit is not a detail: a model that has not learned to
stop, or that has fallen into a circle, would write for ever.
"""

# --8<-- [start:code]
from collections.abc import Callable
from typing import Any

BOS, EOS = 2, 3


def greedy(step: Callable[[int, Any], tuple[list[float], Any]], state: Any, longest: int) -> list[int]:
    """The tokens that the decoder writes, without BOS and EOS; at most `longest`."""
    token, written = BOS, []
    for _ in range(longest):
        scores, state = step(token, state)
        token = max(range(len(scores)), key=scores.__getitem__)
        if token == EOS:
            break
        written.append(token)
    return written


# --8<-- [end:code]
