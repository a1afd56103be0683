"""Checks advanced-07 by trying all sequences where there are few, and with the book's CRF where there are many."""

import itertools

import torch
from torch import Tensor

from unrolled.exercises.checks import Case, Check, Draw
from unrolled.models.crf import CRF


def score(y: tuple[int, ...], a: Tensor, tau: Tensor, first: Tensor, last: Tensor) -> float:
    steps = sum(a[t, tag].item() for t, tag in enumerate(y))
    pairs = sum(tau[j, k].item() for j, k in itertools.pairwise(y))
    return first[y[0]].item() + steps + pairs + last[y[-1]].item()


def expected(a: Tensor, tau: Tensor, first: Tensor, last: Tensor) -> list[int]:
    n, K = a.shape
    if K**n <= 1000:
        return list(max(itertools.product(range(K), repeat=n), key=lambda y: score(y, a, tau, first, last)))
    crf = CRF(K).double()
    crf.load_state_dict({"pairs": tau, "first": first, "last": last})
    return crf.best(a[None], torch.tensor([n]))[0].tolist()


def case(name: str, seed: int, n: int, K: int, ends: float | int = 1, pairs: float | int = 2) -> Case:
    draw = Draw(seed)
    return Case(name, (draw(n, K), pairs * draw(K, K), ends * draw(K), ends * draw(K)))


CASES = (
    case("one step, two tags", 1, 1, 2),
    case("two steps, two tags, no scores at the ends", 2, 2, 2, ends=0),
    case("two steps, two tags", 4, 2, 2, ends=3),
    case("three steps, three tags", 5, 3, 3),
    case("six steps, three tags", 6, 6, 3, ends=3),
    case("sixty steps, eight tags", 7, 60, 8, ends=9),
)
CHECKS = (Check("best", CASES, expected),)
