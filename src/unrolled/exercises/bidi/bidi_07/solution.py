r"""bidi-07, solved.

What must a unit know? "A 1 has come, at this step or before." Ahead that is one fact, and back, "a 1 comes". So a
unit is to be a *latch*: 0 until the first 1, then up, whatever follows. Between two ones both latches are up.

Begin with silence. Without any 1 the unit must stay at 0, however long: $\tanh(u \cdot 0 + b) = 0$ asks for $b = 0$.
With $u$ above 1, which we shall need, even a small positive bias sets the latch off by itself. (A negative one
drives the unit down to $-1$. A latch between $-1$ and 1 can be built, too, but then $w$ must be clearly larger than
$u$.)

A 1 sets it: $\tanh(w)$ must be nearly 1, and $w = 10$ is plenty. Then it must hold with no help from $x$. The state
that holds is one that the step maps to itself:

$$h = \tanh(u\, h)$$

For $u$ from 0 to 1 the only solution is $h = 0$, and every state fades. The tempting $u = 0.9$ holds something for a
few steps, and nothing over 200. For $u$ above 1 there is a positive solution as well, nearly 1 for $u = 10$.
It is also stable: near it the slope of the tanh is almost zero, so a disturbance is swallowed at once.

The read-out has the two latches to weigh. None up gives 0, one gives 1, both give 2. Yes is wanted only for both,
so the threshold lies between 1 and 2: $p = q = 1$ and $r = -1.5$. With $-0.5$ you would have "or" in place of
"and".

One direction could never do this. At a 0 after a 1, whether another 1 will come is in the future.
"""


# --8<-- [start:code]
def numbers() -> dict[str, float | int]:
    """The numbers w, u, b of a unit, and p, q, r of the read-out."""
    return {"w": 10, "u": 10, "b": 0, "p": 1, "q": 1, "r": -1.5}


# --8<-- [end:code]
