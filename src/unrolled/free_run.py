"""The same model taught and on its own: where the two part, and what reading its own mistakes costs it.

Ranzato, Chopra, Auli & Zaremba (2016), "Sequence Level Training with Recurrent Neural Networks", ICLR, for the name
"exposure bias": in training the decoder reads true words only, afterwards its own.
"""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn

from unrolled.data.pairs import PairBatch
from unrolled.perplexity import token_nll
from unrolled.scheduled_sampling import scheduled


# --8<-- [start:both]
class BothWays(NamedTuple):
    """What a decoder says at each step, when the words before are the true ones, and when they are its own."""

    forced: Bool[Tensor, "B T"]  # taught: is its likeliest word the true one?
    free: Bool[Tensor, "B T"]  # on its own: the same
    forced_nll: Float[Tensor, "B T"]
    free_nll: Float[Tensor, "B T"]
    mask: Bool[Tensor, "B T"]


@torch.no_grad()
def both_ways(model: nn.Module, batch: PairBatch) -> BothWays:
    """Run a model over a batch twice: by `forward` with teacher forcing, and by `step` on what it writes."""
    given = (batch.source, batch.source_lengths, batch.target_in)
    taught, alone = model(*given), scheduled(model, *given, teacher=0)  # (B, T, V) each
    right = [logits.argmax(dim=-1) == batch.target_out for logits in (taught, alone)]
    # (encoder-decoder.6) and (encoder-decoder.9)
    nll = [token_nll(logits, batch.target_out) for logits in (taught, alone)]
    return BothWays(*right, *nll, batch.mask)


# --8<-- [end:both]


# --8<-- [start:exposure]
class Exposure(NamedTuple):
    """Shares of right words, at the steps that come after a mistake of its own."""

    reading_itself: float  # its own words stand before, the mistake among them
    corrected: float  # at the very same steps, with the true words before
    steps: int  # how many such steps there are


def exposure(runs: Sequence[BothWays]) -> Exposure:
    """What a mistake costs the words that follow it. The difference of the two shares is the exposure bias.

    Raises:
        ValueError: no step comes after a mistake.
    """
    itself = corrected = steps = 0
    for run in runs:
        wrong = ~run.free & run.mask  # (B, T)
        # (encoder-decoder.10) steps t with a mistake before t
        after = (wrong.cumsum(dim=1) - wrong.long() > 0) & run.mask
        itself += int(run.free[after].sum())
        corrected += int(run.forced[after].sum())
        steps += int(after.sum())
    if steps == 0:
        raise ValueError("no step comes after a mistake: there is nothing to compare")
    return Exposure(itself / steps, corrected / steps, steps)


# --8<-- [end:exposure]


def whole(run: BothWays) -> Bool[Tensor, " B"]:
    """Whether a model on its own wrote every word of a sequence, its end among them."""
    return (run.free | ~run.mask).all(dim=1)


@torch.no_grad()
def weights_of_steps(
    model: nn.Module, source: Int[Tensor, "1 S"], start: int, end: int, most: int = 50
) -> tuple[list[int], Float[Tensor, "T S"]]:
    """What a model with attention writes for one source, and the weights at each step, that of the end among them."""
    state, token = model.start(source, torch.tensor([source.shape[1]])), torch.tensor([start])
    written: list[int] = []
    rows: list[Tensor] = []
    while len(rows) < most and (not written or written[-1] != end):
        logits, state = model.step(token, state)
        token = logits.argmax(dim=-1)
        written.append(int(token))
        rows.append(state.weights[0])
    return written, torch.stack(rows)
