r"""bidi-05, solved.

**Both directions.** One direction has four sets of weights, and a bidirectional layer has two directions that share
nothing:

$$4\,(H D + H H + H) = 4 \cdot 20{,}100 = 80{,}400, \qquad 2 \cdot 80{,}400 = 160{,}800$$

**The second layer.** It reads the concatenation, so its inputs have $2H = 200$ numbers. The trap is to put in 100
again, as if each direction above read only the direction below:

$$2 \cdot 4\,(100 \cdot 200 + 100 \cdot 100 + 100) = 240{,}800$$

**The fair size.** Both directions together may have as many as one direction had:

$$\begin{aligned}
8\,(100 H + H^2 + H) &\le 80{,}400 \\
H^2 + 101 H &\le 10{,}050 \\
H &\le \frac{-101 + \sqrt{101^2 + 4 \cdot 10{,}050}}{2} = 61.75
\end{aligned}$$

So 61: with 62 there would be 448 parameters too many. Half of the units, 50, is the tempting answer, and too small.
Halving $H$ halves $W$, but it quarters $U$. Two halves then have the same $W$ in all, and half of the $U$.

**The limit.** Take the steps one at a time. At step 2 the layer that reads ahead has seen both symbols, and can
always be right: 1. At step 1 it has seen one symbol. The second is the same or another, with even chances, so any
answer is right half of the time. The mean is $(\tfrac12 + 1)/2 = 0.75$. No training changes that, and no size. The
missing knowledge has not been read yet.
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
