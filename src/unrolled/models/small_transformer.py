"""A small transformer decoder, to stand beside the recurrent models: what it sees, it sees within a fixed window.

Vaswani et al. (2017), "Attention Is All You Need", NeurIPS, section 3; normalisation before each part, as in GPT-2
(Radford et al., 2019, "Language Models are Unsupervised Multitask Learners", section 2.3).
"""

import math

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn
from torch.nn.functional import gelu, scaled_dot_product_attention


# --8<-- [start:attention]
def causal_attention(
    q: Float[Tensor, "B K T E"], k: Float[Tensor, "B K T E"], v: Float[Tensor, "B K T E"]
) -> Float[Tensor, "B K T E"]:
    """Each position takes a weighted mean of the values at its own and earlier positions, in each of K heads."""
    # (language-model.4)
    return scaled_dot_product_attention(q, k, v, is_causal=True)


# --8<-- [end:attention]


# --8<-- [start:block]
class Block(nn.Module):
    """Attention, then two linear maps with a GELU between them; each is added to what came in."""

    def __init__(self, width: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.before_attention, self.before_maps = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.join = nn.Linear(width, 3 * width, bias=False), nn.Linear(width, width, bias=False)
        self.up, self.down = nn.Linear(width, 4 * width, bias=False), nn.Linear(4 * width, width, bias=False)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Float[Tensor, "B T W"]) -> Float[Tensor, "B T W"]:
        """One round of looking back, one of thinking it over."""
        q, k, v = self.qkv(self.before_attention(x)).unflatten(2, (3, self.heads, -1)).permute(2, 0, 3, 1, 4)
        seen = causal_attention(q, k, v).transpose(1, 2).flatten(2)  # (B, K, T, E) -> (B, T, W)
        x = x + self.drop(self.join(seen))
        return x + self.drop(self.down(gelu(self.up(self.before_maps(x)))))


# --8<-- [end:block]


# --8<-- [start:model]
class SmallTransformer(nn.Module):
    """Reads at most `context` characters, and says after each one what may come next.

    Args:
        vocabulary: V, the number of characters.
        context: the longest window it can read.
        width: numbers that stand for one position.
        heads: K, attentions side by side; must divide `width`.
        blocks: how many blocks on top of each other.
        dropout: share of each block's additions that is dropped in training.
    """

    def __init__(
        self, vocabulary: int, context: int = 64, width: int = 128, heads: int = 4, blocks: int = 4,
        dropout: float = 0.0,
    ) -> None:  # fmt: skip
        super().__init__()
        self.context = context
        self.embed, self.place = nn.Embedding(vocabulary, width), nn.Embedding(context, width)
        self.blocks = nn.Sequential(*(Block(width, heads, dropout) for _ in range(blocks)))
        self.last = nn.LayerNorm(width)
        self.read = nn.Linear(width, vocabulary, bias=False)
        self.read.weight = self.embed.weight  # one matrix, two uses
        for name, weight in self.named_parameters():
            if weight.ndim == 2:  # each block adds twice: those maps begin smaller
                nn.init.normal_(weight, std=0.02 / (math.sqrt(2 * blocks) if "join" in name or "down" in name else 1))

    def forward(self, tokens: Int[Tensor, "B T"]) -> Float[Tensor, "B T V"]:
        """Logits of the character after each one read.

        Raises:
            ValueError: the window is longer than the context.
        """
        steps = tokens.shape[1]
        if steps > self.context:
            raise ValueError(f"{steps} characters, and this transformer reads windows of at most {self.context}")
        x = self.embed(tokens) + self.place(torch.arange(steps))  # (B, T, W)
        return self.read(self.last(self.blocks(x)))


# --8<-- [end:model]
