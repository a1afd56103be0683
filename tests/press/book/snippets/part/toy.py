import random

from toybox.cell import Cell

random.seed(1)

# --8<-- [start:one]
cell = Cell()
state = 0.0
for x in (1.0, -1.0):
    state = cell.step(x, state)
    print(f"    {state:.3f}")
# --8<-- [end:one]

hidden = 3


# --8<-- [start:two]
def drawn() -> float:
    return hidden + random.random()


print(f"{drawn():.3f}")
# --8<-- [end:two]
