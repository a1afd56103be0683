"""Checks seq2seq-08 by searching the table with beams of three widths; there are many right answers."""

from collections.abc import Callable
from itertools import pairwise
from math import prod

from torch import Tensor

from unrolled.exercises.checks import Case, Check, shaped
from unrolled.exercises.show import show

LONGEST = 4
Found = tuple[list[int], float]


def expected(widths: tuple[int, ...]) -> dict[str, bool | str]:
    promises: dict[str, bool | str] = {"every row is a distribution": True, "every search finds a text": True}
    return promises | {f"width {width}: twice as likely as before": True for width in widths[1:]}


def search(P: list[list[float]], width: int) -> Found:
    """The likeliest text that ends, of those that a beam finds, and its probability; no text and 0 if there is none."""
    live, finished = [[0]], []
    for _ in range(LONGEST):
        texts = [[*text, k] for text in live for k in range(6)]
        texts = sorted(texts, key=lambda text: -probability(P, text))[:width]
        finished += [text for text in texts if text[-1] == 1]
        live = [text for text in texts if text[-1] != 1]
    best = max(finished, key=lambda text: probability(P, text), default=[0, 1])
    return best[1:-1], probability(P, best) if finished else 0.0


def probability(P: list[list[float]], text: list[int]) -> float:
    return prod(P[before][token] for before, token in pairwise(text))


def use(answer: Callable[[], Tensor], widths: tuple[int, ...]) -> dict[str, bool | str]:
    (table,) = shaped(answer(), P=(6, 6))
    odd = [n for n, row in enumerate(table) if not (row.min() >= 0 and abs(row.sum() - 1) < 1e-5)]
    if odd:
        sums = show([table[n].sum().item() for n in odd])
        return {"every row is a distribution": f"rows {show(odd)} are none; they sum to {sums}"}
    found = {width: search(table.tolist(), width) for width in widths}
    told: dict[str, bool | str] = {"every row is a distribution": True}
    none = [width for width in widths if found[width][1] == 0]
    told["every search finds a text"] = not none or f"with a width of {none[0]} none has ended"
    for before, width in pairwise(widths):
        (short, little), (text, much) = found[before], found[width]
        words = f"width {width} finds {text} with {show(much)}, width {before} {short} with {show(little)}"
        told[f"width {width}: twice as likely as before"] = much >= 2 * little - 1e-6 or words
    return told


CASES = (
    Case("greedy search, and a beam of two", ((1, 2),)),
    Case("greedy search, beams of two and of three", ((1, 2, 3),)),
)
CHECKS = (Check("table", CASES, expected, use),)
