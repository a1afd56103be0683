"""The one training loop of the book: batches in, history out, resumable to the same numbers."""

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch
from torch import Tensor, nn
from tqdm import tqdm

from unrolled.checkpoint import load_checkpoint, save_checkpoint

Metrics = dict[str, float]


# --8<-- [start:config]
@dataclass(frozen=True)
class FitConfig:
    """How to train.

    Args:
        epochs: passes over the data at most.
        learning_rate: peak of a warm-up over `warmup` steps and a cosine decay to 5 % of it.
        weight_decay: of AdamW (Loshchilov & Hutter, 2019).
        clip: largest norm of the whole gradient (Pascanu et al., 2013); inf switches it off.
        patience: epochs without a better `watch` before training stops.
        watch: metric of `evaluate` that decides which epoch is kept: the lowest if it ends in "loss", else the highest.
        seed: of dropout and the order of the batches; a model is built with the same one.
    """

    epochs: int = 6
    learning_rate: float = 2e-3
    weight_decay: float = 0.1
    warmup: int = 100
    clip: float = 1.0
    patience: int = 2
    watch: str = "loss"
    seed: int = 0


# --8<-- [end:config]


@dataclass
class History:
    """What happened: one entry of `epochs` for each pass, and which of them was kept.

    `best` is its index, from 0, and -1 before the first; `step` counts the optimizer's steps so far.
    """

    epochs: list[Metrics] = field(default_factory=list)
    best: int = -1
    step: int = 0


class DivergedError(RuntimeError):
    """The loss is no longer a finite number."""


# --8<-- [start:fit]
def fit(
    model: nn.Module,
    batches: Callable[[torch.Generator], Iterable],
    loss_of: Callable[[nn.Module, object], Tensor],
    evaluate: Callable[[nn.Module], Metrics],
    config: FitConfig,
    steps_per_epoch: int,
    checkpoint: Path | None = None,
    progress: bool = False,
) -> History:
    """Train `model` in place, and leave it with the weights of its best epoch.

    Args:
        batches: gives one epoch's, shuffled by the generator it gets; `len(batch[0])` counts a batch's examples.
        loss_of: mean loss of one batch.
        evaluate: metrics on data that is not trained on.
        steps_per_epoch: about how many batches an epoch has; sets the pace of the learning rate.
        checkpoint: file to save to after each epoch. If it is there already, training goes on from it, to the
            very numbers that an unbroken run gives.
    Raises:
        DivergedError: the loss became NaN or infinite.
        CheckpointError: the file is damaged, or belongs to another model or configuration.
    """
    # (training-loop.8) is what one step of this optimizer does
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=config.learning_rate, weight_decay=config.weight_decay, fused=True
    )
    history, best = History(), _weights(model)
    torch.manual_seed(config.seed)
    if checkpoint is not None and checkpoint.exists():
        state, best = load_checkpoint(checkpoint, model, optimizer, asdict(config))
        history = History(**state)
    # (training-loop.9) or every epoch is done
    while len(history.epochs) < config.epochs and len(history.epochs) - 1 - history.best < config.patience:
        began = time.perf_counter()
        model.train()
        shuffle = torch.Generator().manual_seed(config.seed * 1000 + len(history.epochs))
        total, examples = 0.0, 0
        for batch in tqdm(
            list(batches(shuffle)), desc=f"epoch {len(history.epochs) + 1}", disable=None if progress else True
        ):
            set_learning_rate(optimizer, config, history.step, steps_per_epoch * config.epochs)
            loss = loss_of(model, batch)
            if not torch.isfinite(loss):
                raise DivergedError(f"the loss is {loss.item()} at step {history.step}: try a lower learning rate")
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), config.clip)
            optimizer.step()
            history.step += 1
            total, examples = total + loss.item() * len(batch[0]), examples + len(batch[0])
        model.eval()
        with torch.no_grad():
            found = evaluate(model)
        history.epochs.append({"train_loss": total / examples, **found, "seconds": time.perf_counter() - began})
        if history.best < 0 or is_better(history.epochs, history.best, config.watch):
            history.best, best = len(history.epochs) - 1, _weights(model)
        if checkpoint is not None:
            save_checkpoint(checkpoint, model, optimizer, best, asdict(history), asdict(config))
    model.load_state_dict(best)
    return history


# --8<-- [end:fit]


# --8<-- [start:schedule]
def set_learning_rate(optimizer: torch.optim.Optimizer, config: FitConfig, step: int, steps: int) -> None:
    """Linear warm-up, then half a cosine down to 5 % of the peak."""
    # (training-loop.7)
    decay = 0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * min(step / steps, 1.0)))
    for group in optimizer.param_groups:
        group["lr"] = config.learning_rate * min(1.0, (step + 1) / max(config.warmup, 1)) * decay


# --8<-- [end:schedule]


def is_better(epochs: list[Metrics], best: int, watch: str) -> bool:
    """Whether the last epoch beats the best one so far: lower if `watch` ends in "loss", else higher."""
    now, before = epochs[-1][watch], epochs[best][watch]
    return now < before if watch.endswith("loss") else now > before


def _weights(model: nn.Module) -> dict[str, Tensor]:
    return {name: value.detach().clone() for name, value in model.state_dict().items()}
