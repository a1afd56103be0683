"""What a gated cell costs: its parameters, its operations, and the width that a budget of parameters buys."""

import math

MAPS = {"rnn": 1, "gru": 3, "lstm": 4}  # pairs of W and U in a cell


def maps_of(kind: str) -> int:
    """How many maps a cell has. Raises: ValueError, if there is no such kind."""
    if kind not in MAPS:
        raise ValueError(f"no kind {kind!r}: choose one of {', '.join(MAPS)}")
    return MAPS[kind]


# --8<-- [start:cost]
def parameters(kind: str, D: int, H: int) -> int:
    """Numbers that a layer learns: W, U and b for each map, and one b_u in a GRU.

    Args:
        kind: "rnn", "gru" or "lstm".
        D: numbers that come in at each step.
        H: the width.
    Raises:
        ValueError: there is no such kind.
    """
    # (lstm-vs-gru.1) and b_u, which the reset gate multiplies
    return maps_of(kind) * (H * D + H * H + H) + (H if kind == "gru" else 0)


def step_operations(kind: str, D: int, H: int) -> int:
    """Multiplications and additions in the matrix products of one step, forward. Args, Raises: see `parameters`."""
    return 2 * maps_of(kind) * (H * D + H * H)  # (lstm-vs-gru.2)


def width_for(kind: str, D: int, budget: int) -> int:
    """The whole H, at least 1, nearest to the one that has exactly `budget` parameters. Raises: see `parameters`."""
    k = maps_of(kind)
    linear = k * (D + 1) + (1 if kind == "gru" else 0)
    # (lstm-vs-gru.3) the positive root of a quadratic
    root = (-linear + math.sqrt(linear**2 + 4 * k * budget)) / (2 * k)
    return max(1, round(root))


# --8<-- [end:cost]
