"""The layers that the experiment `bidirectional` compares, and its model for made-up symbols."""

import torch
from torch import Tensor, nn

from unrolled.layers.bidirectional import Bidirectional, reverse
from unrolled.layers.torch_layers import TorchLSTM, initialise_gates
from unrolled.models.read_both import both_ends, last_column, own_last_step
from unrolled.models.reader import Read, at_end


class Backward(nn.Module):
    """A layer that reads from right to left only."""

    def __init__(self, layer: nn.Module) -> None:
        super().__init__()
        self.layer = layer

    def outputs(self, x: Tensor, lengths: Tensor) -> Tensor:
        """Outputs in the order of the sequence."""
        return reverse(self.layer(reverse(x, lengths))[0], lengths)


def at_start(layer: Backward, x: Tensor, lengths: Tensor) -> Tensor:
    """What a backward layer knows at the first step: there it has read everything."""
    return layer.outputs(x, lengths)[:, 0]


# --8<-- [start:variants]
# name: directions (-1: right to left only), H as a share of the usual one, join, how to read out at the end
VARIANTS = {
    "one": (1, 1.0, "", at_end),
    "back": (-1, 1.0, "", at_start),
    "wide": (1, 1.57, "", at_end),  # about as many parameters as `concat`
    "concat": (2, 1.0, "concat", both_ends),
    "narrow": (2, 0.61, "concat", both_ends),  # about as many parameters as `one`
    "sum": (2, 1.0, "sum", both_ends),
    "mean": (2, 1.0, "mean", both_ends),
    "wrong": (2, 1.0, "concat", own_last_step),
    "column": (2, 1.0, "concat", last_column),
}
# --8<-- [end:variants]


def build(variant: str, D: int) -> tuple[nn.Module, Read, int]:
    """The layer of a variant, how to read it out at the end, and F, the numbers it puts out."""
    directions, share, join, read = VARIANTS[variant]
    H = round(share * D)
    layers = [TorchLSTM(D, H) for _ in range(abs(directions))]
    for layer in layers:
        initialise_gates(layer)
    if directions == 2:
        return Bidirectional(*layers, join), read, 2 * H if join == "concat" else H
    return (layers[0], read, H) if directions == 1 else (Backward(layers[0]), read, H)


class Symbols(nn.Module):
    """Symbols -> vectors -> layer -> logits, at every step or once at the end.

    Args:
        variant: one of VARIANTS.
        symbols: V, how many there are.
        size: D, and H times the share of the variant.
        classes: logits in an answer.
        at_each_step: answer at every step.
    """

    def __init__(self, variant: str, symbols: int, size: int, classes: int, at_each_step: bool) -> None:
        super().__init__()
        self.layer, self.read, F = build(variant, size)
        self.embed, self.score = nn.Embedding(symbols, size), nn.Linear(F, classes)
        self.at_each_step = at_each_step

    def forward(self, tokens: Tensor) -> Tensor:
        """Logits (B, T, classes), or (B, classes)."""
        x, lengths = self.embed(tokens), torch.full((len(tokens),), tokens.shape[1])
        if not self.at_each_step:
            return self.score(self.read(self.layer, x, lengths))
        one_way = isinstance(self.layer, TorchLSTM)
        return self.score(self.layer(x)[0] if one_way else self.layer.outputs(x, lengths))
