r"""seq2seq-04, solved.

Ten tokens at 0.9 each: the whole sentence has 0.9 ** 10 = 0.349, little more than a third. The loss per token is
-log(0.9) = 0.105 and the perplexity 1 / 0.9 = 1.111: as unsure as between 1.111 equal choices at each step. The
schedule stands at one half where e^(i/k) = k, so at i = k log k = 23.0. The length penalty is (5 + 10) / 6 = 2.5:
much less than ten, so that with alpha = 1 long sentences are helped, but do not count by their mean.
"""

# --8<-- [start:code]
import math


def answers() -> dict[str, float]:
    """The five numbers, under the names of the task."""
    probability = 0.9**10
    numbers = {"probability": probability, "loss": -math.log(0.9), "perplexity": 1 / 0.9}
    return numbers | {"half": 10 * math.log(10), "penalty": (5 + 10) / (5 + 1)}


# --8<-- [end:code]
