"""Checks attention-02 against the book's own layer."""

import torch
from torch import Tensor

from unrolled.attention import Additive
from unrolled.exercises.checks import Case, Check, Draw


def expected(query: Tensor, memory: Tensor, mask: Tensor, W_q: Tensor, W_k: Tensor, v: Tensor) -> tuple[Tensor, Tensor]:
    layer = Additive(query.shape[1], memory.shape[2], len(v)).double()
    layer.load_state_dict({"W_q.weight": W_q, "W_k.weight": W_k, "v.weight": v[None]})
    context, weights = layer(query, layer.keys(memory), memory, mask)
    return context.detach(), weights.detach()


def case(name: str, seed: int, lengths: list[int], S: int, H: int, F: int, A: int) -> Case:
    draw, B = Draw(seed), len(lengths)
    mask = torch.arange(S) < torch.tensor(lengths)[:, None]
    return Case(name, (draw(B, H), draw(B, S, F), mask, draw(A, H), draw(A, F), draw(A)))


CASES = (
    case("one position", 1, [1], 1, 1, 1, 1),
    case("two positions", 2, [2], 2, 1, 1, 1),
    case("two positions and one of padding", 3, [2], 3, 1, 1, 1),
    case("two sources, three positions, all sizes equal", 4, [3, 2], 3, 2, 2, 2),
    case("three sources, sizes that all differ", 5, [4, 1, 3], 4, 2, 3, 5),
)
CHECKS = (Check("attend", CASES, expected, gradient=True),)
