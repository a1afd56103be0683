"""How much arithmetic a recurrent layer needs, and how fast this machine multiplies matrices."""

import time
from statistics import median

import torch

from unrolled.experiments.speed_forms import Size, matmul_precision

GATES = {"rnn": 1, "gru": 3, "lstm": 4}  # rows of W and U, in multiples of H


# --8<-- [start:flops]
def flops(kind: str, size: Size) -> int:
    """Additions and multiplications in the matrix products of a forward and a backward pass."""
    B, T, D, H = size
    G = GATES[kind] * H
    return 6 * B * T * G * (D + H)  # (speed.1)


def least_seconds(kind: str, size: Size, rate: float) -> float:
    """No pass can be quicker on a machine that does `rate` of them in a second."""
    return flops(kind, size) / rate  # (speed.2)


# --8<-- [end:flops]


def products(size: Size) -> dict[str, tuple[int, int, int]]:
    """The products of an LSTM by name: rows, inner size, columns; and a large square one, the machine's best."""
    B, T, D, H = size
    return {
        "square": (2048, 2048, 2048),
        "step": (B, H, 4 * H),
        "input": (T * B, D, 4 * H),
        "weights": (H, T * B, 4 * H),
    }


def rates(size: Size, precision: str, rounds: int) -> dict[str, float]:
    """Measured additions and multiplications a second of each product, by `@` in float32."""
    found = {}
    with matmul_precision(precision):
        for name, (m, k, n) in products(size).items():
            a, b = torch.randn(m, k), torch.randn(k, n)
            repeats = max(1, int(1e9 / (m * k * n)))
            seconds = [timed(a, b, repeats) for _ in range(rounds + 1)][1:]  # the first one fills caches
            found[name] = 2 * m * k * n * repeats / median(seconds)
    return found


def timed(a: torch.Tensor, b: torch.Tensor, repeats: int) -> float:
    """Processor time of `repeats` products."""
    start = time.process_time()
    for _ in range(repeats):
        a @ b
    return time.process_time() - start
