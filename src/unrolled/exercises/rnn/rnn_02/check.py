"""Checks rnn-02 by counting what PyTorch builds."""

from torch import nn

from unrolled.cells.elman import ElmanCell
from unrolled.exercises.checks import Case, Check


def count(module: nn.Module) -> int:
    return sum(weights.numel() for weights in module.parameters())


def expected() -> dict[str, float | int]:
    D, H, T = 50, 100, 20
    sizes = {"book": count(ElmanCell(D, H)), "torch": count(nn.RNN(D, H))}
    return sizes | {"steps": 1, "ordinary": count(nn.Linear(T * D, H))}


CHECKS = (Check("answers", (Case("the four counts", ()),), expected, secret=True),)
