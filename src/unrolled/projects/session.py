"""Training that can be stopped at any step and goes on to the same numbers, with a bar that tells the time left."""

import sys
import time
from pathlib import Path

import torch
from torch import Tensor, nn
from tqdm import tqdm

from unrolled.projects.errors import StoppedError
from unrolled.projects.plan import Place, Plan, Work
from unrolled.projects.saved import resume, save
from unrolled.projects.signals import wish_to_stop
from unrolled.training import DivergedError, is_better, set_learning_rate


# --8<-- [start:train]
def train(work: Work, plan: Plan, saved: Path, progress: bool = True) -> Place:
    """Train in place, and leave the model with the weights of its best look.

    Args:
        saved: file to go on from, if it is there, and to save to at every look and when asked to stop.
        progress: show a bar on standard error, if that is a terminal.
    Raises:
        StoppedError: asked to stop; everything is saved.
        DivergedError: the loss became NaN or infinite.
        CheckpointError: the file is damaged, or of another training.
    """
    optimizer = torch.optim.AdamW(work.model.parameters(), weight_decay=plan.fit.weight_decay, fused=True)
    torch.manual_seed(plan.fit.seed)
    at, best = resume(work, plan, optimizer, saved)
    bar = tqdm(
        total=plan.steps, initial=at.step, unit="step", disable=None if progress else True, file=sys.stderr, leave=False
    )
    with wish_to_stop() as wish, bar:
        while at.step < plan.steps:
            for batch in work.batches(at.epoch)[at.batch :]:
                began = time.process_time()
                loss = update(work, plan, optimizer, batch, at.step)
                at.step, at.batch = at.step + 1, at.batch + 1
                bar.update()
                bar.set_postfix(loss=f"{loss:.3f}", refresh=False)
                look = at.step % plan.every == 0 or at.step == plan.steps
                if look:
                    best = _look(work, plan, at, best)
                at.seconds += time.process_time() - began
                if look or wish.asked:
                    save(saved, work, plan, optimizer, at, best)
                if wish.asked:
                    raise StoppedError(f"stopped after step {at.step} of {plan.steps}, saved in {saved}")
                if at.step == plan.steps:
                    break
            else:
                at.epoch, at.batch = at.epoch + 1, 0
    work.model.load_state_dict(best)
    work.model.eval()
    return at


# --8<-- [end:train]


def update(work: Work, plan: Plan, optimizer: torch.optim.Optimizer, batch: object, step: int) -> float:
    """One step on one batch; gives its loss before the step. Raises: DivergedError."""
    work.model.train()
    set_learning_rate(optimizer, plan.fit, step, plan.steps)
    loss = work.loss_of(work.model, batch)
    if not torch.isfinite(loss):
        raise DivergedError(f"the loss is {loss.item()} at step {step}: try a lower --rate")
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(work.model.parameters(), plan.fit.clip)
    optimizer.step()
    return loss.item()


def _look(work: Work, plan: Plan, at: Place, best: dict[str, Tensor]) -> dict[str, Tensor]:
    work.model.eval()
    with torch.no_grad():
        at.looks.append({"step": float(at.step), **work.evaluate(work.model)})
    if at.best >= 0 and not is_better(at.looks, at.best, plan.fit.watch):
        return best
    at.best = len(at.looks) - 1
    return {name: value.detach().clone() for name, value in work.model.state_dict().items()}
