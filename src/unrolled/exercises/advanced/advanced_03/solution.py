r"""advanced-03, solved.

A window takes 60 readings, so the last may begin 940 readings after the first, and 940 / 6 = 156.7 gives 156 steps
after the first window: 157. Two neighbours share 54 of 60 readings, 0.9: they are far from independent. The guess
costs 0.5 log 2 + 2 times 0.25 log 4 = 1.5 log 2 = 1.040 nats. A model that does not get below that has learned the
shares and nothing more. The nine pairs of tries have a mean best of 22/9 = 2.444, above the mean score 2 although
nothing was learned between them. And 0.8 on 400 sentences is known to within sqrt(0.8 * 0.2 / 400) = 0.02: many
improvements are smaller.
"""

# --8<-- [start:code]
import math


def answers() -> dict[str, float | int]:
    """The five numbers, under the names of the task."""
    N, T, K, d = 1000, 48, 12, 6
    scores = [1, 2, 3]
    numbers = {"windows": (N - T - K) // d + 1, "overlap": 1 - d / (T + K)}
    numbers |= {"guess": -sum(p * math.log(p) for p in (0.5, 0.25, 0.25))}
    best = sum(x * ((i / 3) ** 2 - ((i - 1) / 3) ** 2) for i, x in enumerate(scores, start=1))
    return numbers | {"best": best, "error": math.sqrt(0.8 * 0.2 / 400)}


# --8<-- [end:code]
