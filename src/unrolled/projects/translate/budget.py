"""How long to train: as many steps as were asked for, as were planned before a stop, or as fit into some minutes."""

from dataclasses import asdict, dataclass
from pathlib import Path

from unrolled.projects.pace import steps_in
from unrolled.projects.saved import steps_planned
from unrolled.projects.translate import learn


@dataclass(frozen=True)
class Budget:
    """At most one of the three; without any, `usual` minutes."""

    minutes: float | None
    epochs: int | None
    steps: int | None
    usual: float

    @property
    def wishes(self) -> int:
        """How many of the three were given."""
        return sum(wish is not None for wish in (self.minutes, self.epochs, self.steps))


def steps_of(budget: Budget, training: learn.Training, settings: learn.Settings, saved: Path) -> int:
    """The number of steps of a training. One that was stopped keeps the number it was planned with.

    Raises:
        ProjectError: another training was stopped there.
    """
    asked = budget.steps if budget.epochs is None else budget.epochs * training.an_epoch
    planned = steps_planned(saved, {**training.identity, "fit": asdict(settings.fit)}, asked) or asked
    if planned is not None:
        return planned
    return steps_in(60 * (budget.minutes or budget.usual), training.work, learn.LOOKS)
