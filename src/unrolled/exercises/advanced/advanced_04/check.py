"""Checks advanced-04 token by token, and the predictions with the book's own functions."""

import torch
from torch import Tensor

from unrolled.decoding.choose import nucleus, top_k
from unrolled.exercises.checks import Case, Check, Draw


def expected(p: Tensor, share: float) -> Tensor:
    numbers = p.tolist()
    kept = [number if sum(other for other in numbers if other > number) < share else 0.0 for number in numbers]
    return torch.tensor(kept, dtype=torch.float64) / sum(kept)


def truth() -> dict[str, float | int]:
    p = torch.tensor([[0.5, 0.25, 0.15, 0.1]], dtype=torch.float64)
    shares = {"half": 0.5, "three_quarters": 0.75, "a_little_more": 0.76}
    kept = {name: int((nucleus(p, share) > 0).sum()) for name, share in shares.items()}
    return kept | {"top_2": top_k(p, 2)[0, 0].item(), "cold": torch.softmax(p.log() / 0.5, 1)[0, 0].item()}


def case(name: str, share: float, *p: float) -> Case:
    return Case(name, (torch.tensor(p, dtype=torch.float64), share))


CASES = (
    case("one token holds the share", 0.5, 0.75, 0.25),
    case("what stands before the second token is the share, and not less", 0.5, 0.5, 0.375, 0.125),
    case("the second token crosses the share", 0.8, 0.75, 0.25),
    case("the likeliest token is not the first", 0.5, 0.125, 0.25, 0.625),
    case("two of four are kept", 0.6, 0.125, 0.5, 0.0625, 0.3125),
    Case("fifty tokens", (torch.softmax(2 * Draw(1)(50), 0), 0.9)),
)
CHECKS = (
    Check("measure", CASES, expected),
    Check("predict", (Case("your predictions", ()),), truth, secret=True, tolerance=1e-3),
)
