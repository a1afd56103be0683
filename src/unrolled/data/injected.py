"""Events put into a series on purpose, so that it is known where they are."""

from typing import NamedTuple

import torch
from jaxtyping import Float, Int
from torch import Tensor

LENGTHS = {"spike": 1, "shift": 24, "flat line": 24, "changed rhythm": 72}


class Event(NamedTuple):
    """Something that happened at steps `start` ... `start + length - 1`."""

    kind: str
    start: int
    length: int


# --8<-- [start:change]
def change(kind: str, values: Float[Tensor, " n"], size: float) -> Float[Tensor, " n"]:
    """What a stretch of a series looks like after an event.

    Args:
        kind: "spike" and "shift" add `size`; "flat line" repeats the first value; "changed rhythm" runs through the
            stretch forwards, half of it back, and forwards again, at twice the speed, so that both ends fit.
    Raises:
        ValueError: no such kind.
    """
    if kind in ("spike", "shift"):
        return values + size
    if kind == "flat line":
        return values[:1].expand(len(values)).clone()
    if kind == "changed rhythm":
        return values[there_and_back(len(values))]
    raise ValueError(f"no kind of event {kind!r}: choose one of {', '.join(LENGTHS)}")


def there_and_back(n: int) -> Int[Tensor, " {n}"]:
    """Indices 0, 2, ... to the end, back to the middle, and to the end again: n of them."""
    half = n // 2
    way = [*range(0, n, 2), *range(n - 1, half, -2), *range(half, n, 2)]
    return torch.tensor([*way[: n - 1], n - 1])


# --8<-- [end:change]


# --8<-- [start:inject]
def inject(
    series: Float[Tensor, " T"], begin: int, each: int, sizes: dict[str, float], seed: int, apart: int = 48
) -> tuple[Float[Tensor, " T"], list[Event]]:
    """A copy of the series with `each` events of every kind after step `begin`, and the list of them.

    Places are drawn; none is within `apart` steps of another one or of a missing value. Every other spike and shift
    goes down.

    Args:
        sizes: what a spike and a shift add.
    Raises:
        ValueError: the series has no room for so many events.
    """
    shuffle = torch.Generator().manual_seed(seed)
    changed, events = series.clone(), []
    free = ~torch.isnan(series)
    free[:begin] = False
    for number, kind in enumerate(list(LENGTHS) * each):
        length = LENGTHS[kind]
        start = _place(free, length + 2 * apart, shuffle) + apart
        sign = 1 if number // len(LENGTHS) % 2 else -1
        stretch = slice(start, start + length)
        changed[stretch] = change(kind, series[stretch], sign * sizes.get(kind, 0.0))
        free[stretch] = False
        events.append(Event(kind, start, length))
    return changed, sorted(events, key=lambda event: event.start)


# --8<-- [end:inject]


def _place(free: Tensor, room: int, shuffle: torch.Generator) -> int:
    if len(free) < room or not len(places := free.unfold(0, room, 1).all(1).nonzero()[:, 0]):
        raise ValueError(f"no stretch of {room} free steps is left: inject fewer events, or closer together")
    return int(places[torch.randint(len(places), (1,), generator=shuffle)])


# --8<-- [start:breaks]
def restarts(series: Float[Tensor, " T"], begin: int, least: int, length: int = 6) -> list[Event]:
    """The first readings after every break of at least `least` missing values: real events, found by a rule."""
    gone = torch.isnan(series).tolist()
    events, run = [], 0
    for step, missing in enumerate(gone):
        if not missing and run >= least and step >= begin:
            events.append(Event("restart", step, length))
        run = run + 1 if missing else 0
    return events


# --8<-- [end:breaks]
