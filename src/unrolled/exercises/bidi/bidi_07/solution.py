r"""bidi-07, solved.

A latch: with b = 0 and h = 0 the unit stays at tanh(0) = 0 for ever. A 1 pushes it to tanh(10), nearly 1, and from
then on u h is nearly 10, which holds it there. Any u clearly above 1 will hold a state that is not 0; below 1 it
would fade. Ahead, the unit then says "a 1 has come", and back, "a 1 comes". Both together are asked for, so the
threshold lies between one and two: p = q = 1 and r = -1.5.
"""


# --8<-- [start:code]
def numbers() -> dict[str, float | int]:
    """The numbers w, u, b of a unit, and p, q, r of the read-out."""
    return {"w": 10, "u": 10, "b": 0, "p": 1, "q": 1, "r": -1.5}


# --8<-- [end:code]
