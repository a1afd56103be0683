"""Checks rnn-04 against each sequence read alone, cut to its length, by torch.nn.RNN."""

import torch
from torch import Tensor, nn

from unrolled.exercises.checks import Case, Check, Draw, column


def expected(x: Tensor, lengths: Tensor, W: Tensor, U: Tensor, b: Tensor) -> Tensor:
    layer = nn.RNN(W.shape[1], W.shape[0], batch_first=True, dtype=x.dtype)
    biases = {"bias_ih_l0": b, "bias_hh_l0": torch.zeros_like(b)}
    layer.load_state_dict({"weight_ih_l0": W, "weight_hh_l0": U} | biases)
    alone = [layer(row[None, :n])[1][0] for row, n in zip(x, lengths.tolist(), strict=True)]
    return torch.cat(alone).detach()


def case(name: str, seed: int, lengths: list[int], T: int, D: int, H: int, junk: bool = False) -> Case:
    draw = Draw(seed)
    x, n = draw(len(lengths), T, D), torch.tensor(lengths)
    if not junk:
        x[torch.arange(T) >= n[:, None]] = 0
    return Case(name, (x, n, draw(H, D), draw(H, H), draw(H)))


one = column(1)
CASES = (
    Case("one sequence of two steps, no padding", (column(0.5, -0.5)[None], torch.tensor([2]), one, one, one[0])),
    Case("one sequence of one step, one step of padding", (column(0.5, 0)[None], torch.tensor([1]), one, one, one[0])),
    case("two sequences of equal length", 2, [3, 3], 3, 1, 1),
    case("three sequences of unequal length", 3, [3, 1, 2], 3, 2, 2),
    case("numbers in the padding that are not zero", 4, [2, 4, 1], 5, 2, 3, junk=True),
)
CHECKS = (Check("last_states", CASES, expected),)
