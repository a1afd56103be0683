"""Training until a budget of processor time is spent: for comparing models that take unlike steps.

Processor time counts what the threads of this process worked, all together. Another program on the same machine makes
a run longer by the clock, and the budget stays the same. How much work is done for it may still differ: threads that
wait for one another may spend processor time on waiting.
"""

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from unrolled.training import DivergedError


# --8<-- [start:budget]
@dataclass(frozen=True)
class Budget:
    """How to train, and for how long.

    Args:
        seconds: processor time to spend, all threads together.
        learning_rate: its peak.
        warmup: share of the budget in which the rate rises, as a factor on half a cosine that falls all the time.
        floor: where it ends, as a share of the peak.
        weight_decay: of AdamW.
        clip: largest norm of the whole gradient.
        seed: of the initial weights, dropout and the batches.
    """

    seconds: float | int = 360
    learning_rate: float = 3e-3
    warmup: float = 0.02
    floor: float = 0.05
    weight_decay: float = 0.1
    clip: float = 1.0
    seed: int = 0

    def rate(self, spent: float | int) -> float:
        """Learning rate after `spent` seconds of processor time."""
        share = min(spent / self.seconds, 1.0)
        # (language-model.3)
        decay = self.floor + (1 - self.floor) * 0.5 * (1 + math.cos(math.pi * share))
        return self.learning_rate * min(1.0, (share + 1e-3) / self.warmup) * decay


# --8<-- [end:budget]


@dataclass
class Spent:
    """What a budget bought: steps, tokens, seconds by both clocks, and the marks that were measured on the way."""

    steps: int = 0
    tokens: int = 0
    processor: float = 0.0
    clock: float = 0.0
    marks: list[dict[str, float | int]] = field(default_factory=list)


# --8<-- [start:spend]
def spend(
    model: nn.Module,
    batches: Iterable,
    loss_of: Callable[[nn.Module, object], Tensor],
    budget: Budget,
    evaluate: Callable[[nn.Module], float] | None = None,
    marks: tuple[float | int, ...] = (),
) -> Spent:
    """Train `model` in place on batches without end until the budget is spent; the last step is finished.

    Args:
        batches: the first entry of each holds its input tokens (B, T).
        evaluate: a loss on other data, taken each time one of `marks` (seconds) is passed. It is off the clock.
    Raises:
        DivergedError: the loss became NaN or infinite.
        ValueError: the batches came to an end before the budget did.
    """
    optimizer = torch.optim.AdamW(model.parameters(), weight_decay=budget.weight_decay, betas=(0.9, 0.99), fused=True)
    found, ahead = Spent(), sorted(marks)
    torch.manual_seed(budget.seed)
    stream = iter(batches)
    model.train()
    while found.processor < budget.seconds:
        began, clock = time.process_time(), time.perf_counter()
        batch = next(stream, None)
        if batch is None:
            raise ValueError(f"no batch left after {found.processor:.1f} of {budget.seconds} seconds: repeat the data")
        for group in optimizer.param_groups:
            group["lr"] = budget.rate(found.processor)
        loss = loss_of(model, batch)
        if not torch.isfinite(loss):
            raise DivergedError(f"the loss is {loss.item()} at step {found.steps}: try a lower learning rate")
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), budget.clip)
        optimizer.step()
        found.steps, found.tokens = found.steps + 1, found.tokens + batch[0].numel()
        found.processor += time.process_time() - began
        found.clock += time.perf_counter() - clock
        while evaluate is not None and ahead and found.processor >= ahead[0]:
            found.marks.append({"seconds": ahead.pop(0), "loss": _measured(model, evaluate)})
    model.eval()
    return found


# --8<-- [end:spend]


@torch.no_grad()
def _measured(model: nn.Module, evaluate: Callable[[nn.Module], float]) -> float:
    model.eval()
    loss = evaluate(model)
    model.train()
    return loss
