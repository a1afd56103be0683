"""Train a recurrent layer on an endless task until it is solved: how many updates, how much processor time."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from unrolled.data.adding import adding
from unrolled.data.parity import parity
from unrolled.update import update

Draw = Callable[[int, int, torch.Generator], tuple[Tensor, Tensor]]  # (B, T, generator) -> x, target


def parity_in_floats(batch: int, steps: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """`parity` with the answers as numbers, 0.0 or 1.0, as a binary cross-entropy takes them."""
    bits, odd = parity(batch, steps, generator)  # (B, T, 1) and (B, T)
    return bits, odd.float()


class Reader(nn.Module):
    """A recurrent layer and a linear map: from its last state, or from the state at each step."""

    def __init__(self, layer: nn.Module, hidden: int, each_step: bool) -> None:
        super().__init__()
        self.layer, self.each_step = layer, each_step
        self.read = nn.Linear(hidden, 1)

    def forward(self, x: Tensor) -> Tensor:
        output, _ = self.layer(x)
        h = output if self.each_step else output[:, -1]  # no padding here, so -1 is the end
        return self.read(h).squeeze(-1)


def squared(answer: Tensor, target: Tensor) -> Tensor:
    return (answer - target).square().mean()


def misses(answer: Tensor, target: Tensor) -> Tensor:
    """Share of steps whose sign is wrong."""
    return ((answer > 0) != (target > 0.5)).float().mean()


TASKS: dict[str, tuple[Draw, Callable, Callable, int]] = {  # draw, loss, error, D
    "adding": (adding, squared, squared, 2),
    "parity": (parity_in_floats, nn.functional.binary_cross_entropy_with_logits, misses, 1),
}


# --8<-- [start:budget]
@dataclass(frozen=True)
class Budget:
    """Batches of `batch` fresh sequences of `steps` steps, Adam, at most `updates` of them, until `solved`."""

    task: str = "adding"
    steps: int = 100
    batch: int = 32
    updates: int = 1500
    check_every: int = 50
    solved: float = 0.01  # error on 500 sequences that are not trained on
    clip: float = 1.0


# --8<-- [end:budget]


# --8<-- [start:until_solved]
def until_solved(model: nn.Module, budget: Budget, learning_rate: float, seed: int) -> dict:
    """Train in place. Returns: "errors" at each check, "updates" and processor "seconds" spent, "solved"."""
    draw, loss_of, error_of, _ = TASKS[budget.task]
    stream = torch.Generator().manual_seed(seed)
    held_x, held_y = draw(500, budget.steps, torch.Generator().manual_seed(10_000 + seed))
    optimizer = torch.optim.Adam(model.parameters(), learning_rate, fused=True)
    errors, busy = [], 0.0
    for count in range(1, budget.updates + 1):
        began = time.process_time()
        x, y = draw(budget.batch, budget.steps, stream)
        loss = loss_of(model(x), y)
        update(model, loss, optimizer, budget.clip)
        busy += time.process_time() - began  # the checks are not counted
        if count % budget.check_every == 0:
            with torch.no_grad():
                errors.append(error_of(model(held_x), held_y).item())
            if errors[-1] < budget.solved:
                break
    return {"errors": errors, "updates": count, "seconds": busy, "solved": errors[-1] < budget.solved}


# --8<-- [end:until_solved]
