"""From scores of single steps to alarms, and how good they are: threshold, precision, recall, average precision."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from jaxtyping import Bool, Float
from torch import Tensor, nn

from unrolled.data.injected import Event
from unrolled.data.windows import fill_forward, windows


# --8<-- [start:scores]
@torch.no_grad()
def forecast_error(model: nn.Module, series: Float[Tensor, " T"], lookback: int) -> Float[Tensor, " T"]:
    """How far each value is from its one-step forecast, (B, L) to (B, 1, 1); NaN without a value or enough past."""
    past = windows(series, 0, len(series), lookback, 1)
    scores = torch.full_like(series, torch.nan)
    # (anomaly.1)
    scores[past.origins + 1] = (past.y[:, 0] - model(past.x)[:, 0, 0]).abs()
    return scores


def difference(series: Float[Tensor, " T"], spread: float, season: int = 1) -> Float[Tensor, " T"]:
    """How much each value differs from the one a season before, in units of the usual spread: a z-score."""
    filled = fill_forward(series)
    # (anomaly.2)
    z = (series[season:] - filled[:-season]).abs() / spread
    return torch.cat([torch.full((season,), torch.nan), z])


def from_median(series: Float[Tensor, " T"], width: int) -> Float[Tensor, " T"]:
    """How far each value is from the median of the `width` values before it (for an even width, the lower middle)."""
    # (anomaly.3)
    distance = (series[width:] - fill_forward(series).unfold(0, width, 1)[:-1].median(1).values).abs()
    return torch.cat([torch.full((width,), torch.nan), distance])


# --8<-- [end:scores]


# --8<-- [start:cases]
class Cases(NamedTuple):
    """What is judged: events, and stretches in which nothing is known to have happened."""

    scores: Float[Tensor, " N"]
    labels: Bool[Tensor, " N"]
    kinds: list[str]
    steps: list[int]


def cases(
    scores: Float[Tensor, " T"], begin: int, end: int, events: Sequence[Event], ignore: Sequence[Event] = (),
    block: int = 12, late: int = 3,
) -> Cases:  # fmt: skip
    """A case for each event and for each block of the other steps, with the largest score in it. No score, no case.

    Args:
        ignore: events that count neither as found nor as false alarms.
        block: steps of a stretch without an event.
        late: so many steps after its end, an alarm still counts for an event.
    """
    scores = scores.nan_to_num(-1.0)
    rest = scores.clone()
    found = []
    for event in [*events, *ignore]:
        stretch = slice(event.start, event.start + event.length + late)
        rest[stretch] = -1.0
        # (anomaly.4)
        found.append((scores[stretch].max().item(), True, event.kind, event.start))
    found = found[: len(events)]
    for start in range(begin, end, block):
        found.append((rest[start : min(start + block, end)].max().item(), False, "", start))
    found = [case for case in found if case[0] >= 0]
    values, labels, kinds, steps = map(list, zip(*found, strict=True))
    return Cases(torch.tensor(values), torch.tensor(labels), kinds, steps)


# --8<-- [end:cases]


# --8<-- [start:threshold]
def threshold(calm: Float[Tensor, " N"], rate: float) -> float:
    """The score that a share `rate` of calm cases exceeds. Take them from data that no model was fitted to."""
    # (anomaly.5)
    return torch.quantile(calm, 1 - rate).item()


# --8<-- [end:threshold]


# --8<-- [start:curve]
def precision_recall(
    scores: Float[Tensor, " N"], labels: Bool[Tensor, " N"]
) -> tuple[Float[Tensor, " M"], Float[Tensor, " M"]]:
    """Precision and recall of an alarm at every score that occurs, the highest first.

    Raises:
        ValueError: there is no event to find.
    """
    if not labels.any():
        raise ValueError("no case is an event: recall would divide by zero")
    scores, order = scores.sort(descending=True)
    hits = labels[order].double().cumsum(0)
    last = torch.cat([scores[1:] != scores[:-1], torch.tensor([True])])  # of equal scores, all or none raise an alarm
    alarms = torch.arange(1, len(scores) + 1)
    # (anomaly.6)
    return (hits / alarms)[last], (hits / labels.sum())[last]


def average_precision(scores: Float[Tensor, " N"], labels: Bool[Tensor, " N"]) -> float:
    """Precision, averaged over the recall it buys. Raises: see `precision_recall`."""
    precision, recall = precision_recall(scores, labels)
    gained = recall.diff(prepend=torch.zeros(1, dtype=recall.dtype))
    # (anomaly.7)
    return (precision * gained).sum().item()


# --8<-- [end:curve]
