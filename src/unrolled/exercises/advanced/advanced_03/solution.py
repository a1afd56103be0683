r"""advanced-03, solved.

**Windows.** A window takes $T + K = 60$ readings, its targets counted in. The last one begins $1000 - 60 = 940$
readings after the first, at most:

$$M = \lfloor 940 / 6 \rfloor + 1 = 156 + 1 = 157$$

The 1 is the first window itself; one counts steps and forgets it, as with fence posts.

**Overlap.** Neighbours are 6 readings apart, so 54 of 60 are the same: $1 - 6/60 = 0.9$. A thousand windows are far
from a thousand independent examples.

**The guess.** The true class comes as often as its share says, and then costs minus the logarithm of its share:

$$\tfrac12 \ln 2 + 2 \cdot \tfrac14 \ln 4 = \tfrac12 \ln 2 + \ln 2 = 1.5 \ln 2 = 1.040$$

An even guess costs $\ln 3 = 1.099$, more. A model whose loss stays at 1.040 has learned the shares, and nothing
from its inputs.

**The best of two.** Each try is drawn anew, so the same setting may come twice. Of the nine pairs one has the
larger score 1, three have 2, and five have 3:

$$\frac{1 \cdot 1 + 3 \cdot 2 + 5 \cdot 3}{9} = \frac{22}{9} = 2.444$$

That is above the mean of one try, 2, although nothing was learned in between. Whoever tries more settings reports a
better best, and should say how many there were.

**The error.** One answer is right or wrong, with the variance $0.8 \cdot 0.2$. A mean of 400 has a variance 400
times smaller, and the standard error is its root:

$$\sqrt{0.8 \cdot 0.2 / 400} = 0.02$$

So 0.8 and 0.81 on such a test set may well be the same model twice.
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
