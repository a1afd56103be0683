"""Checks attention-06 with layers of which the answer is known."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from unrolled.exercises.checks import Case, Check, Draw

WEIGHTS = Draw(7)(4, 2, 2)


def mean(x: Tensor) -> Tensor:
    """The mean of all vectors."""
    return x.mean(0)


def rnn(x: Tensor) -> Tensor:
    """All states of a recurrent layer."""
    torch.manual_seed(1)
    return nn.GRU(2, 3, batch_first=True, dtype=torch.float64)(x[None])[0][0].detach()


def rnn_last(x: Tensor) -> Tensor:
    """The last state of a recurrent layer."""
    return rnn(x)[-1]


def query(x: Tensor) -> Tensor:
    """The context of one fixed query."""
    return torch.softmax(x @ WEIGHTS[0, 0], 0) @ x


def self_attention(x: Tensor) -> Tensor:
    """Each vector asks all of them."""
    return torch.softmax((x @ WEIGHTS[1]) @ (x @ WEIGHTS[2]).T, -1) @ (x @ WEIGHTS[3])


def with_positions(x: Tensor) -> Tensor:
    """Self-attention, after something was added at each position."""
    return self_attention(x + torch.arange(len(x), dtype=x.dtype)[:, None])


def each_alone(x: Tensor) -> Tensor:
    """Each vector by itself."""
    return torch.tanh(x)


def mean_everywhere(x: Tensor) -> Tensor:
    """The mean of all vectors, at every position."""
    return x.mean(0).expand_as(x)


WORDS = ("invariant", "equivariant", "neither")
LAYERS = {"mean": mean, "rnn": rnn, "query": query, "self": self_attention, "positions": with_positions}


def expected(layer: Callable[[Tensor], Tensor], x: Tensor, order: list[int]) -> str:
    before, after = layer(x), layer(x[order])
    if torch.allclose(before, after, rtol=0, atol=1e-6):
        return "invariant"
    turned = before.dim() == 2 and torch.allclose(before[order], after, rtol=0, atol=1e-6)
    return "equivariant" if turned else "neither"


def truth() -> dict[str, str]:
    return {name: expected(layer, Draw(1)(4, 2), [2, 0, 3, 1]) for name, layer in LAYERS.items()}


CASES = (
    Case("two vectors, their mean", (mean, Draw(1)(2, 2), [1, 0])),
    Case("two vectors, each by itself", (each_alone, Draw(1)(2, 2), [1, 0])),
    Case("three vectors in a circle, each by itself", (each_alone, Draw(2)(3, 2), [1, 2, 0])),
    Case("three vectors, a recurrent layer", (rnn, Draw(3)(3, 2), [2, 1, 0])),
    Case("four vectors, the last state of a recurrent layer", (rnn_last, Draw(6)(4, 2), [3, 1, 0, 2])),
    Case("the mean at every position", (mean_everywhere, Draw(4)(4, 2), [1, 2, 3, 0])),
    Case("four vectors, self-attention", (self_attention, Draw(5)(4, 2), [1, 2, 3, 0])),
)
CHECKS = (
    Check("measure", CASES, expected, words=WORDS),
    Check("predict", (Case("your predictions", ()),), truth, secret=True, words=WORDS),
)
