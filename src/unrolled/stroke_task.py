"""Batches of drawings, the losses of the two networks that learn from them, and drawing with the second."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, one_hot
from torch.nn.utils.rnn import pad_sequence

from unrolled.data.batching import buckets
from unrolled.layers.masks import mask_of
from unrolled.mixture_density import Mixture, draw, log_density
from unrolled.models.stroke_models import StrokeReader, StrokeWriter
from unrolled.pen import ENDS, Pen

MOST = 150  # steps after which a drawing is given up


class StrokeBatch(NamedTuple):
    """Padded drawings: x (B, T, 5) is offsets and pen as a network reads them."""

    x: Float[Tensor, "B T 5"]
    offsets: Float[Tensor, "B T 2"]
    pen: Int[Tensor, "B T"]
    lengths: Int[Tensor, " B"]
    labels: Int[Tensor, " B"]


def batch_of(rows: Sequence[Pen], labels: Sequence[int]) -> StrokeBatch:
    """One batch, padded on the right."""
    offsets = pad_sequence([row.offsets for row in rows], batch_first=True)
    pen = pad_sequence([row.pen for row in rows], batch_first=True)
    x = torch.cat([offsets, one_hot(pen, 3).to(offsets)], dim=-1)
    return StrokeBatch(x, offsets, pen, torch.tensor([len(row.pen) for row in rows]), torch.tensor(list(labels)))


# --8<-- [start:distort]
def distort(row: Pen, generator: torch.Generator, strength: float = 0.15) -> Pen:
    """The same drawing by a less even hand: turned, stretched and slanted as a whole, each offset a little off."""
    change = torch.eye(2) + strength * torch.randn(2, 2, generator=generator)  # any linear map near to none
    noise = 0.3 * strength * torch.randn(row.offsets.shape, generator=generator)
    return Pen(row.offsets @ change.T + noise, row.pen)


# --8<-- [end:distort]


class StrokeData:
    """Drawings and their labels, cut into batches of like length.

    Args:
        rows: drawings.
        labels: one for each.
        strength: of the distortion that batches for training get; 0 for none.
    """

    def __init__(self, rows: Sequence[Pen], labels: Sequence[int], strength: float = 0.0) -> None:
        self.rows, self.labels, self.strength = list(rows), list(labels), strength

    def batches(self, budget: int, shuffle: torch.Generator | None = None) -> list[StrokeBatch]:
        """Batches of at most `budget` steps, shuffled and distorted if there is a generator."""
        groups = buckets([len(row.pen) for row in self.rows], budget, shuffle)
        rows = self.rows
        if shuffle is not None and self.strength > 0:
            rows = [distort(row, shuffle, self.strength) for row in rows]
        return [batch_of([rows[i] for i in group], [self.labels[i] for i in group]) for group in groups]


def reader_loss(model: StrokeReader, batch: StrokeBatch) -> Tensor:
    """Mean cross-entropy of the classes."""
    return cross_entropy(model(batch.x, batch.lengths), batch.labels)


@torch.no_grad()
def scores(model: StrokeReader, data: StrokeData, budget: int) -> Float[Tensor, "N O"]:
    """Logits of every drawing, in the order of the data, without dropout or distortion."""
    model.eval()
    groups = buckets([len(row.pen) for row in data.rows], budget)
    logits = [model(batch.x, batch.lengths) for batch in data.batches(budget)]
    order = torch.tensor([i for group in groups for i in group])
    return torch.cat(logits)[order.argsort()]


# --8<-- [start:loss]
def point_losses(model: StrokeWriter, batch: StrokeBatch) -> tuple[Float[Tensor, "B T"], Float[Tensor, "B T"]]:
    """Loss of the offset and loss of the pen at each step, in nats; what padding has is to be left out."""
    first = torch.zeros_like(batch.x[:, :1])
    first[..., 2 + ENDS] = 1.0  # before the first step, the pen had been put away
    mixture, pen, _ = model(torch.cat([first, batch.x[:, :-1]], dim=1))
    where = -log_density(mixture, batch.offsets)
    return where, cross_entropy(pen.transpose(1, 2), batch.pen, reduction="none")


def writer_loss(model: StrokeWriter, batch: StrokeBatch) -> Tensor:
    """Mean over the real points of a batch of what a point costs."""
    where, pen = point_losses(model, batch)
    real = mask_of(batch.lengths, batch.x.shape[1])
    # (handwriting.5)
    return ((where + pen) * real).sum() / real.sum()


# --8<-- [end:loss]


@torch.no_grad()
def mean_losses(model: nn.Module, batches: Sequence[StrokeBatch]) -> dict[str, float]:
    """Losses of a writer over many batches, each point counted once: "where", "pen" and their sum "loss"."""
    sums, points = {"where": 0.0, "pen": 0.0}, 0
    for batch in batches:
        real = mask_of(batch.lengths, batch.x.shape[1])
        for name, losses in zip(sums, point_losses(model, batch), strict=True):
            sums[name] += float((losses * real).sum())
        points += int(real.sum())
    means = {name: total / points for name, total in sums.items()}
    return means | {"loss": math.fsum(means.values())}


# --8<-- [start:write]
@torch.no_grad()
def write(model: StrokeWriter, drawings: int, temperature: float, seed: int = 0) -> list[Pen]:
    """Draw from nothing, all side by side. A drawing that has not ended after 150 points is left as it is."""
    generator = torch.Generator().manual_seed(seed)
    x = torch.zeros(drawings, 1, 5)
    x[..., 2 + ENDS] = 1.0
    state, offsets, pens = None, [], []
    while len(pens) < MOST and not (pens and (torch.stack(pens) == ENDS).any(0).all()):
        mixture, logits, state = model(x, state)
        now = Mixture(*(part[:, 0] for part in mixture))
        offsets.append(draw(now, temperature, generator))
        p = torch.softmax(logits[:, 0] / temperature, dim=-1)
        pens.append(torch.multinomial(p, 1, generator=generator).squeeze(1))
        x = torch.cat([offsets[-1], one_hot(pens[-1], 3).to(offsets[-1])], dim=-1)[:, None]
    where, pen = torch.stack(offsets, dim=1), torch.stack(pens, dim=1)  # (B, T, 2), (B, T)
    return [_until_end(offset, p) for offset, p in zip(where, pen, strict=True)]


# --8<-- [end:write]


def _until_end(offsets: Tensor, pen: Tensor) -> Pen:
    ends = (pen == ENDS).nonzero().flatten()
    stop = int(ends[0]) + 1 if len(ends) else len(pen)
    return Pen(offsets[:stop], pen[:stop])
