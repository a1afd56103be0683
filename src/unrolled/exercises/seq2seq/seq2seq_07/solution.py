r"""seq2seq-07, solved.

Say first what a beginning is: its tokens, the sum of their log-probabilities, and the state after them. The state
must travel with *its* beginning. One state for all is the first mistake to avoid, and with a decoder without memory
you would not notice it.

A round has three parts, in this order:

1. Ask `step` once for each beginning, and list all that they can become: at most `width` times $V$
   entries.
2. Sort the whole list by the sum, and cut it at `width`. The entries compete with all others, wherever they come
   from. Two may grow out of the same beginning, and another may die. To keep the best continuation of *each* beginning
   is tempting, and after the first round it is only greedy decoding, several times over.
3. Part what is left. An entry that ends with `EOS` is finished and leaves; the others go on.

If you part before you cut, finished texts do not take up places in the beam, and the search may find other texts.

Why divide at the end? Each token adds a negative number, so of two texts the longer one has, as a rule, the smaller
sum. Compared by sums the search prefers to stop early. Dividing by the penalty evens that out. Within a round all
beginnings have the same length, and dividing them would change no order. So it is done once, for the finished ones.
There $n$ counts `EOS`: with `BOS` at the front of the list, that is `len(tokens) - 1`.

The beam does not shrink: a text that has ended takes its place along for this round only. In the next one, `width`
continuations are kept again.

Two tests: with a width of 1 and $\alpha = 0$ it must write what greedy decoding writes. And with a width as large
as the number of all texts, nothing may beat it.
"""

# --8<-- [start:code]
from collections.abc import Callable
from typing import Any

BOS, EOS = 2, 3
Step = Callable[[int, Any], tuple[list[float], Any]]


def beam(step: Step, state: Any, width: int, alpha: float | int, longest: int) -> tuple[list[int], float]:
    """The best finished text that a beam finds, without marks, and its score."""
    beginnings, finished = [([BOS], 0.0, state)], []
    for _ in range(longest):
        continued = []
        for tokens, total, now in beginnings:
            log_p, after = step(tokens[-1], now)
            continued += [([*tokens, k], total + log_p[k], after) for k in range(len(log_p))]
        continued.sort(key=lambda entry: -entry[1])
        best = continued[:width]
        finished += [entry for entry in best if entry[0][-1] == EOS]
        beginnings = [entry for entry in best if entry[0][-1] != EOS]
        if not beginnings:
            break
    scored = [(total / ((5 + len(tokens) - 1) / 6) ** alpha, tokens[1:-1]) for tokens, total, _ in finished]
    score, tokens = max(scored, key=lambda pair: pair[0])
    return tokens, score


# --8<-- [end:code]
