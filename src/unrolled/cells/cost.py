"""What a gated cell costs: its parameters, its operations, and the width that a budget of parameters buys."""

import math

MAPS = {"rnn": 1, "gru": 3, "lstm": 4}  # pairs of W and U in a cell


# --8<-- [start:cost]
def parameters(kind: str, D: int, H: int) -> int:
    """Numbers that a layer learns: W, U and b for each map, and one b_u in a GRU.

    Args:
        kind: "rnn", "gru" or "lstm". D numbers come in, H is the width.
    """
    # (lstm-vs-gru.1) and b_u, which the reset gate multiplies
    return MAPS[kind] * (H * D + H * H + H) + (H if kind == "gru" else 0)


def step_operations(kind: str, D: int, H: int) -> int:
    """Multiplications and additions in the matrix products of one step, forward."""
    return 2 * MAPS[kind] * (H * D + H * H)  # (lstm-vs-gru.2)


def width_for(kind: str, D: int, budget: int) -> int:
    """The whole H, at least 1, nearest to the one that has exactly `budget` parameters."""
    k = MAPS[kind]
    linear = k * (D + 1) + (1 if kind == "gru" else 0)
    # (lstm-vs-gru.3) the positive root of a quadratic
    root = (-linear + math.sqrt(linear**2 + 4 * k * budget)) / (2 * k)
    return max(1, round(root))


# --8<-- [end:cost]
