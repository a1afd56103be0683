"""What the experiment `speed` times: each cell in four forms with the same weights, and how one pass is timed."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import torch
from torch import Tensor, nn

from unrolled.cells.elman import ExplicitElmanCell
from unrolled.cells.gru import ExplicitGRUCell
from unrolled.cells.lstm import ExplicitLSTMCell
from unrolled.layers.fast import FastRecurrent
from unrolled.layers.recurrent import Recurrent
from unrolled.layers.torch_layers import make_layer, weights_of

EXPLICIT = {"rnn": ExplicitElmanCell, "gru": ExplicitGRUCell, "lstm": ExplicitLSTMCell}


class Size(NamedTuple):
    """Sequences, steps, numbers in an input, numbers in a state."""

    B: int
    T: int
    D: int
    H: int

    def __str__(self) -> str:
        return f"({self.B}, {self.T}, {self.D}, {self.H})"


def forms(kind: str, size: Size) -> dict[str, nn.Module]:
    """`torch.nn` and our three layers of one kind, the last two with the weights of the first."""
    oracle, hoisted = make_layer(kind, size.D, size.H, "torch"), make_layer(kind, size.D, size.H)
    give_weights(oracle, hoisted)
    return {
        "torch.nn": oracle,
        "explicit": Recurrent(EXPLICIT[kind](size.D, size.H)),
        "hoisted": hoisted,
        "hand-written": FastRecurrent(hoisted.cell),
    }


def give_weights(oracle: nn.Module, ours: nn.Module) -> None:
    """Copy the weights of a `torch.nn` layer. Its second bias goes where our cell has one, and is zero elsewhere."""
    (W, U, (b, second)), (our_W, our_U, biases) = weights_of(oracle), weights_of(ours)
    with torch.no_grad():
        our_W.copy_(W), our_U.copy_(U), biases[0].copy_(b)
        second[: len(b) - (len(U[0]) if len(biases) == 2 else 0)] = 0
        for bias in biases[1:]:
            bias.copy_(second[-len(bias) :])


# --8<-- [start:timing]
def one_pass(layer: nn.Module, x: Tensor, weight: Tensor) -> None:
    """Forward and backward, with gradients for the input and for every parameter, as in training."""
    x.grad = None
    layer.zero_grad(set_to_none=True)
    layer(x)[0].backward(weight)


def interleaved(passes: dict[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Processor seconds of every form, one pass of each in turn, starting with another one in each round."""
    names, seconds = list(passes), {name: [] for name in passes}
    for name in names:
        passes[name]()  # the first pass fills caches
    for r in range(rounds):
        for name in names[r % len(names) :] + names[: r % len(names)]:
            start = time.process_time()
            passes[name]()
            seconds[name].append(time.process_time() - start)
    return seconds


# --8<-- [end:timing]


# --8<-- [start:precision]
@contextmanager
def matmul_precision(name: str) -> Iterator[None]:
    """Set how float32 products are computed, and set it back, whatever happens in between."""
    before = torch.get_float32_matmul_precision()
    torch.set_float32_matmul_precision(name)
    try:
        yield
    finally:
        torch.set_float32_matmul_precision(before)


# --8<-- [end:precision]


def in_precision(name: str, function: Callable[[], object]) -> Callable[[], None]:
    """The function, run under `matmul_precision`."""

    def run() -> None:
        with matmul_precision(name):
            function()

    return run


def gradients(layer: nn.Module, x: Tensor, weight: Tensor) -> list[Tensor]:
    """Output, gradient of the input, and those of W, U and the first bias: what all forms have in common."""
    W, U, biases = weights_of(layer)
    output = layer(x)[0]
    return [output.detach(), *torch.autograd.grad(output, [x, W, U, biases[0]], weight)]


def difference(found: list[Tensor], wanted: list[Tensor]) -> float:
    """Largest difference over all tensors, each relative to the largest number of the wanted one."""
    return max(
        ((f.double() - w.double()).abs().max() / w.abs().max()).item() for f, w in zip(found, wanted, strict=True)
    )
