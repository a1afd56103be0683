"""What every cell of the book offers: one step of recurrence, `cell(x_t, state) -> state`."""

import math

import torch
from jaxtyping import Float
from torch import Tensor, nn

State = tuple[Float[Tensor, "B H"], ...]  # the first tensor is the hidden state h: all that a reader may see


# --8<-- [start:cell]
class Cell(nn.Module):
    """One step of a recurrence. A subclass defines `forward(x_t, state) -> state`.

    A state is a tuple of tensors (B, H), and the first of them is the hidden state. A cell whose input products do
    not depend on the state may split `forward` in two: `project`, which a layer calls once for a whole sequence, and
    `step`, which it calls at every step.

    Args:
        input_size: D, numbers in each input vector.
        hidden_size: H, numbers in each tensor of the state.
    Raises:
        ValueError: a size is below 1.
    """

    parts = 1  # tensors in the state: 1 for h, 2 for (h, c)

    def __init__(self, input_size: int, hidden_size: int) -> None:
        super().__init__()
        if input_size < 1 or hidden_size < 1:
            raise ValueError(f"input_size {input_size} and hidden_size {hidden_size} must both be at least 1")
        self.input_size, self.hidden_size = input_size, hidden_size

    def zero_state(self, batch: int, like: Tensor) -> State:
        """The state before the first step: zeros (batch, H), in the dtype and on the device of `like`."""
        zeros = torch.zeros(batch, self.hidden_size, dtype=like.dtype, device=like.device)
        return (zeros,) * self.parts

    def begin(self, x: Float[Tensor, "B T D"]) -> None:
        """What must be drawn once for a whole sequence, such as a dropout mask. Most cells draw nothing."""

    def project(self, x: Float[Tensor, "*N D"]) -> Tensor:
        """The part of a step that does not depend on the state, for any number of steps at once."""
        return x

    def step(self, projected: Tensor, state: State) -> State:
        """The rest of a step, from what `project` returned for it."""
        return self(projected, state)

    # --8<-- [end:cell]

    def reset_parameters(self) -> None:
        """Draw every weight from U(-1/sqrt(H), 1/sqrt(H)), as `torch.nn` does."""
        bound = 1 / math.sqrt(self.hidden_size)
        for parameter in self.parameters():
            nn.init.uniform_(parameter, -bound, bound)

    def check_state(self, state: State, batch: int) -> None:
        """Raises: ValueError, if the state is not `parts` tensors of shape (batch, H)."""
        check_state(state, self.parts, batch, self.hidden_size)


def check_state(state: State, parts: int, batch: int, hidden_size: int) -> None:
    """Raises: ValueError, if the state is not `parts` tensors of shape (batch, hidden_size)."""
    shapes = [tuple(part.shape) for part in state]
    if shapes != [(batch, hidden_size)] * parts:
        raise ValueError(
            f"state of shapes {shapes}: expected {parts} of (B, H) = ({batch}, {hidden_size}); "
            "a state belongs to one cell and to one batch"
        )
