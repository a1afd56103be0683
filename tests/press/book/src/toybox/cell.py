"""A cell with one number of state."""

import math

SCALE = 2.0


class Cell:
    # --8<-- [start:step]
    def step(self, x: float, h: float) -> float:
        # (toy.1)
        return math.tanh(SCALE * x + h)

    # --8<-- [end:step]
