"""From minutes to a number of steps."""

import math
import time

import torch

from unrolled.projects.plan import Plan, Work
from unrolled.projects.session import update
from unrolled.training import FitConfig


def steps_in(seconds: float | int, work: Work, looks: int, trials: int = 6) -> int:
    """About how many updates fit into `seconds` by the clock, `looks` evaluations counted in.

    Some are tried, and undone. From then on the number of steps is all that counts, so that training is the same
    on a machine that is busier, and after it was stopped.
    """
    before = {name: value.detach().clone() for name, value in work.model.state_dict().items()}
    state, optimizer = torch.get_rng_state(), torch.optim.AdamW(work.model.parameters(), lr=0.0, fused=True)
    plan, times = Plan(trials, trials, FitConfig()), []
    batches = work.batches(0)
    for i in range(trials):
        began = time.perf_counter()
        update(work, plan, optimizer, batches[i % len(batches)], i)
        times.append(time.perf_counter() - began)
    work.model.eval()
    began = time.perf_counter()
    with torch.no_grad():
        work.evaluate(work.model)
    left = seconds - looks * (time.perf_counter() - began)
    work.model.load_state_dict(before)
    torch.set_rng_state(state)
    if work.carried is not None:
        work.carried.state = None
    return max(looks, math.floor(left / (sum(times[1:]) / (trials - 1))))
