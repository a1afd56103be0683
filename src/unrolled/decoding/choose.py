"""Choosing the next token of each row: the likeliest, or one drawn from some of the likely."""

from collections.abc import Callable

import torch
from jaxtyping import Float, Int
from torch import Tensor

from unrolled.sampling import temper

Choose = Callable[[Tensor], Tensor]  # log-probabilities (N, V) -> tokens (N)


# --8<-- [start:likeliest]
def likeliest(log_p: Float[Tensor, "N V"]) -> Int[Tensor, " N"]:
    """The token with the highest probability, the first of them if several are equal."""
    # (decoding.2)
    return log_p.argmax(dim=-1)


# --8<-- [end:likeliest]


# --8<-- [start:top_k]
def top_k(p: Float[Tensor, "N V"], k: int) -> Float[Tensor, "N V"]:
    """Keep the k likeliest of each row (all, if V is smaller), share the rest of the probability among them.

    Fan, Lewis & Dauphin (2018), "Hierarchical Neural Story Generation", ACL, section 5.2.

    Raises:
        ValueError: k is below 1.
    """
    if k < 1:
        raise ValueError(f"top-k with k = {k}: at least one token must be left")
    largest, where = p.topk(min(k, p.shape[-1]), dim=-1)
    # (decoding.3)
    return torch.zeros_like(p).scatter(-1, where, largest / largest.sum(-1, keepdim=True))


# --8<-- [end:top_k]


# --8<-- [start:nucleus]
def nucleus(p: Float[Tensor, "N V"], share: float | int) -> Float[Tensor, "N V"]:
    """Keep the fewest likeliest tokens that hold `share` of the probability between them; also called top-p.

    Holtzman et al. (2020), "The Curious Case of Neural Text Degeneration", ICLR, section 3.1.

    Raises:
        ValueError: the share is not above 0 and at most 1.
    """
    if not 0 < share <= 1:
        raise ValueError(f"a nucleus that holds {share} of the probability: must be above 0, and 1 at most")
    if share == 1:
        return p
    ordered, where = p.sort(dim=-1, descending=True)
    before = ordered.double().cumsum(-1) - ordered  # what the likelier ones hold already
    # (decoding.4) a token is needed as long as those before it fall short
    kept = ordered.masked_fill(before >= share, 0)
    return torch.zeros_like(p).scatter(-1, where, kept / kept.sum(-1, keepdim=True))


# --8<-- [end:nucleus]


def sampler(
    generator: torch.Generator, temperature: float | int = 1, k: int | None = None, share: float | int = 1
) -> Choose:
    """A choice by lot: the temperature first, then the k likeliest, then the nucleus of what is left.

    Args:
        generator: the same seed draws the same tokens.
        temperature: see `unrolled.sampling.temper`.
        k: how many stay in the lot; None for all.
        share: how much of the probability stays; 1 for all.
    Raises:
        ValueError: a number out of its range.
    """
    for check in (lambda: temper(torch.zeros(1, 2), temperature), lambda: nucleus(torch.ones(1, 2) / 2, share)):
        check()  # now, and not in the middle of a text
    if k is not None:
        top_k(torch.ones(1, 2) / 2, k)

    def choose(log_p: Float[Tensor, "N V"]) -> Int[Tensor, " N"]:
        p = temper(log_p, temperature)
        p = nucleus(p if k is None else top_k(p, k), share)
        return torch.multinomial(p, 1, generator=generator).squeeze(1)

    return choose
