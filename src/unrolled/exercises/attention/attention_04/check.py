"""Checks attention-04 against torch's scaled_dot_product_attention."""

import torch
from torch import Tensor
from torch.nn.functional import scaled_dot_product_attention

from unrolled.exercises.checks import Case, Check, Draw


def expected(queries: Tensor, memory: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
    seen = mask[:, None].expand(-1, queries.shape[1], -1)
    context = scaled_dot_product_attention(queries, memory, memory, seen, scale=1.0)
    S = memory.shape[1]
    places = torch.eye(S, dtype=queries.dtype).expand(
        len(memory), S, S
    )  # with these as values, a context is its weights
    weights = scaled_dot_product_attention(queries, memory, places, seen, scale=1.0)
    return context, weights


def case(name: str, seed: int, T: int, lengths: list[int], S: int, H: int) -> Case:
    draw, B = Draw(seed), len(lengths)
    return Case(name, (draw(B, T, H), draw(B, S, H), torch.arange(S) < torch.tensor(lengths)[:, None]))


CASES = (
    case("one step, one position", 1, 1, [1], 1, 1),
    case("one step, two positions", 2, 1, [2], 2, 1),
    case("two steps, one position", 3, 2, [1], 1, 1),
    case("two steps, two positions and one of padding", 4, 2, [2], 3, 1),
    case("three sources, three steps, four positions", 5, 3, [4, 2, 3], 4, 2),
)
CHECKS = (Check("attend", CASES, expected, gradient=True),)
