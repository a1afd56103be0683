r"""bidi-05, solved.

Two directions are two layers, each with weights of its own. The second layer reads the concatenation, so its inputs
have 2H numbers in each direction. For the fair size H must satisfy H^2 + 101 H <= 10,050, which gives 61.7, so 61:
a little more than half, because the weights on the input grow with H and not with its square. For the limit: at
step 2 both symbols are known, and every answer is right. At step 1 the second symbol is the same or another one,
even chances: half of the answers. The mean is 0.75.
"""

# --8<-- [start:code]
import math


def answers() -> dict[str, float | int]:
    """The four numbers, under the names of the task."""
    D, H = 100, 100
    one = 4 * (H * D + H * H + H)
    second = 2 * 4 * (H * 2 * H + H * H + H)
    fair = math.floor((-(D + 1) + math.sqrt((D + 1) ** 2 + 4 * one / 8)) / 2)
    return {"both": 2 * one, "second": second, "fair": fair, "limit": (0.5 + 1) / 2}


# --8<-- [end:code]
