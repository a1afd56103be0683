r"""seq2seq-06, solved.

Write two lines under one another: what is read, and what is written. Under the teacher's hand it reads the truth,
whatever it wrote:

```text
reads    0 1 2 3 4 5
writes   1 2 3 9 5 6
```

One hole costs one token: five of six. On its own it reads what it wrote, and from the hole there is no way back:

```text
reads    0 1 2 3 9 9
writes   1 2 3 9 9 9
```

Three of six. For thirty tokens it is tempting to say three of thirty. But like a stopped clock it is right once
more, at the ninth: four. Had it learned to write 5 after 9, the last three would be 9, 5, 6, and again one token is
lost, not all that follow. Measured:

```text
>>> from unrolled.exercises.seq2seq.seq2seq_06.solution import measure
>>> def counts(after_nine):
...     hole = {3: 9, 9: after_nine}
...     return lambda token, state: (hole.get(token, token + 1), state)
>>> for after_nine, longest in ((9, 6), (9, 30), (5, 6)):
...     shares = measure(counts(after_nine), None, list(range(1, longest + 1)), 0)
...     print({name: round(share, 3) for name, share in shares.items()})
{'forced': 0.833, 'free': 0.5}
{'forced': 0.933, 'free': 0.133}
{'forced': 0.833, 'free': 0.833}
```

The first line has both shares of the short text. In the second the teacher's hand has one token more that is wrong,
for the decoder then also reads a true 9. The third is the remarkable one: on its own as good as with the teacher.

But how should it learn what to write after a 9 of its own? Under the teacher's hand it never reads one. The
training shows it only the states that the truth leads to, and the first mistake takes it out of them. Scheduled
sampling lets it read its own tokens now and then, so that it sees them before it counts.

In `measure` the two runs differ in a single place, the next `token`. Written as one function with a switch, they
cannot differ anywhere else by mistake.
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
