r"""attention-03, solved.

The weights are in the ratio 1 : 1 : 2, so the third has one half. A number added to all scores multiplies numerator
and denominator alike: the weights do not change. The slope of a weight by its own score is w (1 - w), at four equal
positions 1/4 times 3/4. It is largest at one half and goes to zero when a weight nears 0 or 1. The dot product sums
64 terms of variance 1: its standard deviation is 8. Scores that large make one weight nearly 1 and its slope nearly
0, which is why transformers divide by the root of the size. The additive score has A H + A F + A weights: 24,640.
"""


# --8<-- [start:code]
def answers() -> dict[str, float | int]:
    """The five numbers, under the names of the task."""
    H, F, A = 128, 256, 64
    numbers = {"weight": 2 / 4, "shifted": 2 / 4, "slope": 0.25 * (1 - 0.25), "spread": 64**0.5}
    return numbers | {"parameters": A * H + A * F + A}


# --8<-- [end:code]
