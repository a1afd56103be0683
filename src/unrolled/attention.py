"""Attention: a decoder asks, every source position gets a score, and the answer is a weighted mean of the source.

Bahdanau, Cho & Bengio (2015), "Neural Machine Translation by Jointly Learning to Align and Translate", ICLR, section
3.1 and appendix A.1.2, for the additive score. Luong, Pham & Manning (2015), "Effective Approaches to Attention-based
Neural Machine Translation", EMNLP, section 3.1, for dot, general and concat.
"""

import math

import torch
from jaxtyping import Bool, Float
from torch import Tensor, nn


# --8<-- [start:attention]
class Attention(nn.Module):
    """What all kinds have in common: a mask, a softmax over the source, and a mean. They differ in `scores`.

    Args:
        query_size: H, numbers in a query: the state of the decoder.
        memory_size: F, numbers that the encoder puts out at each position of the source.
    """

    def __init__(self, query_size: int, memory_size: int) -> None:
        super().__init__()
        self.query_size, self.memory_size = query_size, memory_size

    def keys(self, memory: Float[Tensor, "B S F"]) -> Float[Tensor, "B S A"]:
        """The part of the scores that does not depend on the query: computed once for a source."""
        return memory

    def scores(self, queries: Float[Tensor, "B T H"], keys: Float[Tensor, "B S A"]) -> Float[Tensor, "B T S"]:
        """How well each query fits each position. Not yet masked."""
        raise NotImplementedError

    def attend(
        self, queries: Float[Tensor, "B T H"], keys: Float[Tensor, "B S A"], memory: Float[Tensor, "B S F"],
        mask: Bool[Tensor, "B S"],
    ) -> tuple[Float[Tensor, "B T F"], Float[Tensor, "B T S"]]:  # fmt: skip
        """Contexts and weights of many queries at once. Nothing is checked here: it stands inside loops."""
        a = self.scores(queries, keys).masked_fill(~mask[:, None], -math.inf)
        # (attention.5) padding has the score minus infinity, so the weight zero
        weights = torch.softmax(a, dim=-1)
        # (attention.6) a weighted mean over the source: (B, T, S) @ (B, S, F) -> (B, T, F)
        return weights @ memory, weights

    def forward(
        self, query: Float[Tensor, "B H"], keys: Float[Tensor, "B S A"], memory: Float[Tensor, "B S F"],
        mask: Bool[Tensor, "B S"],
    ) -> tuple[Float[Tensor, "B F"], Float[Tensor, "B S"]]:  # fmt: skip
        """Context and weights of one query for each sequence.

        Raises:
            ValueError: shapes that do not fit, or a row of the mask without a real token.
        """
        check(query, keys, memory, mask, self.query_size, self.memory_size)
        context, weights = self.attend(query[:, None], keys, memory, mask)
        return context[:, 0], weights[:, 0]


# --8<-- [end:attention]


# --8<-- [start:additive]
class Additive(Attention):
    """A small network with one hidden layer of `size` units scores each pair of query and position."""

    def __init__(self, query_size: int, memory_size: int, size: int) -> None:
        super().__init__(query_size, memory_size)
        self.W_q = nn.Linear(query_size, size, bias=False)
        self.W_k = nn.Linear(memory_size, size, bias=False)
        self.v = nn.Linear(size, 1, bias=False)

    def keys(self, memory: Float[Tensor, "B S F"]) -> Float[Tensor, "B S A"]:
        return self.W_k(memory)

    def scores(self, queries: Float[Tensor, "B T H"], keys: Float[Tensor, "B S A"]) -> Float[Tensor, "B T S"]:
        # (attention.1) (B, T, 1, A) + (B, 1, S, A) -> (B, T, S, A) -> (B, T, S)
        return self.v(torch.tanh(self.W_q(queries)[:, :, None] + keys[:, None])).squeeze(-1)


# --8<-- [end:additive]


# --8<-- [start:luong]
class Dot(Attention):
    """The product of query and position. No weights, so both must have the same size.

    Raises:
        ValueError: the sizes differ.
    """

    def __init__(self, query_size: int, memory_size: int) -> None:
        if query_size != memory_size:
            raise ValueError(
                f"a dot product needs equal sizes: the query has H = {query_size}, the memory F = {memory_size}; "
                "take 'general', or an encoder of H/2 in each direction"
            )
        super().__init__(query_size, memory_size)

    def scores(self, queries: Float[Tensor, "B T H"], keys: Float[Tensor, "B S A"]) -> Float[Tensor, "B T S"]:
        return queries @ keys.mT  # (attention.2) (B, T, H) @ (B, H, S) -> (B, T, S)


class General(Attention):
    """The product of query and position with a matrix between them."""

    def __init__(self, query_size: int, memory_size: int) -> None:
        super().__init__(query_size, memory_size)
        self.W = nn.Linear(memory_size, query_size, bias=False)

    def keys(self, memory: Float[Tensor, "B S F"]) -> Float[Tensor, "B S A"]:
        return self.W(memory)  # (B, S, F) -> (B, S, H)

    def scores(self, queries: Float[Tensor, "B T H"], keys: Float[Tensor, "B S A"]) -> Float[Tensor, "B T S"]:
        return queries @ keys.mT  # (attention.3)


class Concat(Attention):
    """One matrix over query and position side by side, a tanh, and a product with a vector."""

    def __init__(self, query_size: int, memory_size: int, size: int) -> None:
        super().__init__(query_size, memory_size)
        self.W = nn.Linear(query_size + memory_size, size, bias=False)
        self.v = nn.Linear(size, 1, bias=False)

    def keys(self, memory: Float[Tensor, "B S F"]) -> Float[Tensor, "B S A"]:
        return nn.functional.linear(memory, self.W.weight[:, self.query_size :])

    def scores(self, queries: Float[Tensor, "B T H"], keys: Float[Tensor, "B S A"]) -> Float[Tensor, "B T S"]:
        asked = nn.functional.linear(queries, self.W.weight[:, : self.query_size])
        # (attention.4) W [q; m] is a sum of two products, and the one with m is computed once
        return self.v(torch.tanh(asked[:, :, None] + keys[:, None])).squeeze(-1)


# --8<-- [end:luong]


def make_attention(kind: str, query_size: int, memory_size: int, size: int) -> Attention:
    """Attention by name: "additive", "dot", "general" or "concat". `size` is A, for the first and the last.

    Raises:
        ValueError: no such kind, or "dot" with sizes that differ.
    """
    if kind in ("additive", "concat"):
        return (Additive if kind == "additive" else Concat)(query_size, memory_size, size)
    if kind in ("dot", "general"):
        return (Dot if kind == "dot" else General)(query_size, memory_size)
    raise ValueError(f"no attention {kind!r}: choose one of additive, dot, general, concat")


def check(query: Tensor, keys: Tensor, memory: Tensor, mask: Tensor, query_size: int, memory_size: int) -> None:
    """Raises: ValueError, with the shapes, if they do not fit or a row of the mask is all False."""
    B, S = memory.shape[:2]
    if query.shape != (B, query_size) or memory.shape != (B, S, memory_size) or keys.shape[:2] != (B, S):
        raise ValueError(
            f"query {tuple(query.shape)}, keys {tuple(keys.shape)}, memory {tuple(memory.shape)}: expected (B, H), "
            f"(B, S, A) and (B, S, F) with H = {query_size}, F = {memory_size}, and the same B and S"
        )
    if mask.shape != (B, S) or mask.dtype != torch.bool:
        raise ValueError(f"mask is {mask.dtype} of shape {tuple(mask.shape)}: expected bool of (B, S) = ({B}, {S})")
    empty = ~mask.any(dim=1)
    if bool(empty.any()):
        raise ValueError(f"row {int(empty.nonzero()[0])} of the mask has no real token: there is nothing to attend to")
