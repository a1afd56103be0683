"""What to train on, how long, and how far it has come: what a stopped training must know to go on."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field

from torch import Tensor, nn

from unrolled.training import FitConfig, Metrics
from unrolled.truncated import Carried


# --8<-- [start:plan]
@dataclass(frozen=True)
class Plan:
    """How long to train, and how.

    Args:
        steps: updates in all.
        every: updates between two looks at data that are not trained on; the weights of the best look are kept.
        fit: rate, warm-up, decay, clip, seed and what to watch; its epochs and patience go unused.
        identity: what else must be equal for a saved training to go on: the data, the model.
    """

    steps: int
    every: int
    fit: FitConfig
    identity: dict = field(default_factory=dict)


@dataclass
class Work:
    """What to train on.

    Args:
        batches: those of pass e through the data, the same each time it is asked.
        carried: where a state is carried from batch to batch, what carries it. It is the loss then.
    """

    model: nn.Module
    batches: Callable[[int], Sequence]
    loss_of: Callable[[nn.Module, object], Tensor]
    evaluate: Callable[[nn.Module], Metrics]
    carried: Carried | None = None


@dataclass
class Place:
    """How far training has come: updates, the pass through the data, the batch in it, every look, processor time."""

    step: int = 0
    epoch: int = 0
    batch: int = 0
    best: int = -1
    looks: list[Metrics] = field(default_factory=list)
    seconds: float = field(default=0.0, compare=False)


# --8<-- [end:plan]


def identity(plan: Plan) -> dict:
    """Everything that must be equal for a saved training to go on to the same numbers."""
    return {"steps": plan.steps, "every": plan.every, "fit": asdict(plan.fit), **plan.identity}
