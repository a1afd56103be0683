"""Truncated backpropagation through time: a long stream in chunks, the state carried, the gradient cut between them.

Williams & Peng (1990), "An Efficient Gradient-Based Algorithm for On-Line Training of Recurrent Network Trajectories",
Neural Computation 2(4); here an update is made once a chunk, and reaches back to the beginning of that chunk.

With `fit`, for a model that is called as `model(x, state=state)` and returns `(output, state)`:

    x, y = tracks(ids[:-1], 32), tracks(ids[1:], 32)              # (B, L) each, the target is the next symbol
    fit(model, lambda _: chunks(x, y, 64), Carried(criterion), evaluate, config, steps_per_epoch)

where `criterion(output, y)` is a mean loss. The chunks must come in order, so the generator that `fit` shuffles with
goes unused. To evaluate, give another `Carried` the chunks of other data.
"""

from collections.abc import Callable
from typing import NamedTuple

from torch import Tensor, nn

Nested = Tensor | tuple | list  # a state: tensors in tuples or lists, as a layer or a stack of layers returns it


# --8<-- [start:chunks]
class Chunk(NamedTuple):
    """At most `steps` steps of every track, x (B, steps, ...), their targets y, and whether the tracks begin here."""

    x: Tensor
    y: Tensor
    first: bool


def tracks(stream: Tensor, batch: int) -> Tensor:
    """Cut one long stream (N, ...) into B tracks of equal length, to be read side by side: (B, L, ...).

    The end that does not fill a step of every track is dropped.
    Raises:
        ValueError: there are fewer steps than tracks, or no track.
    """
    if not 1 <= batch <= len(stream):
        raise ValueError(f"{batch} tracks of a stream of {len(stream)} steps: there must be 1 to {len(stream)}")
    length = len(stream) // batch
    return stream[: batch * length].unflatten(0, (batch, length))  # (N, ...) -> (B, L, ...)


def chunks(x: Tensor, y: Tensor, steps: int) -> list[Chunk]:
    """Tracks x (B, L, ...) and targets y (B, L, ...) in pieces of `steps` steps, in order; the last is what is left.

    Raises:
        ValueError: `steps` is below 1, or x and y differ in tracks or length.
    """
    if steps < 1 or x.shape[:2] != y.shape[:2]:
        raise ValueError(
            f"chunks of {steps} steps, inputs {tuple(x.shape)}, targets {tuple(y.shape)}: "
            "needs at least 1 step, and the same (B, L) in both"
        )
    pairs = zip(x.split(steps, dim=1), y.split(steps, dim=1), strict=True)
    return [Chunk(inputs, targets, first=i == 0) for i, (inputs, targets) in enumerate(pairs)]


# --8<-- [end:chunks]


# --8<-- [start:carried]
def detach(state: Nested) -> Nested:
    """The same numbers without their history: nothing flows back from here."""
    if isinstance(state, Tensor):
        return state.detach()
    return type(state)(detach(part) for part in state)


class Carried:
    """A `loss_of` for `fit` that starts each chunk from the state in which the one before it ended.

    Args:
        criterion: mean loss of (output, targets).
        carry: False starts every chunk from zeros instead: a reset state.
    """

    def __init__(self, criterion: Callable[[Tensor, Tensor], Tensor], carry: bool = True) -> None:
        self.criterion, self.carry = criterion, carry
        self.state: Nested | None = None

    def __call__(self, model: nn.Module, chunk: Chunk) -> Tensor:
        before = None if chunk.first or not self.carry else self.state
        output, after = model(chunk.x, state=before)
        self.state = detach(after)  # (bptt.9) the next chunk gets the numbers, and its gradient ends there
        return self.criterion(output, chunk.y)


# --8<-- [end:carried]
