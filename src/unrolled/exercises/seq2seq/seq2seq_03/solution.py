r"""seq2seq-03, solved.

A decoder is a function of two things: the token that it reads and the state that it was in. So two things go from
turn to turn, and both names are bound anew: `scores, state = step(token, state)`, and then `token = ...`.
Forgetting either is the usual mistake. With the old state it has no memory of what it said. With the old token it
is told `BOS` again and again. In both cases it does run, and writes something dull.

The order within a turn matters as well. Ask, take the best token, *then* look whether it is `EOS`, and only then
write it down. So `EOS` stops the loop and is no part of the text. If the first token is `EOS`, the answer is the
empty list.

Why a limit? It is tempting to write `while token != EOS`, since the model will surely stop. A model that has not
learned to end, or that has run into a circle of words, would never. With a limit the worst case is a bad text. A
`for` loop over `range(longest)` has it built in, and cannot be off by one: each turn writes at most one token.

To find the highest score no softmax is needed. The softmax keeps the order, and here only the order counts. On a
tie, `max` takes the first.

Greedy is not best. It takes the likeliest token at each step, and the likeliest *text* may begin with another one.
That is what a beam is for.
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
