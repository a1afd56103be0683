r"""seq2seq-07, solved.

Each round asks the decoder once for every beginning, and makes the list of all they can become. Its best `width`
entries are kept, whichever beginning they come from: two may grow out of the same one, and another may die. What
has ended leaves and takes its place in the beam along. Finished texts have different lengths, and the sum of
logarithms prefers short ones, so they are compared after division by the length penalty. Within a round all are
equally long.
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
