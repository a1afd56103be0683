"""A stopped training on disk: beside the model to be, as `<model>.training`, until the model is done."""

import json
from dataclasses import asdict
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from unrolled.checkpoint import load_checkpoint, save_checkpoint
from unrolled.projects.errors import ProjectError
from unrolled.projects.plan import Place, Plan, Work, identity


# --8<-- [start:save]
def save(
    path: Path, work: Work, plan: Plan, optimizer: torch.optim.Optimizer, at: Place, best: dict[str, Tensor]
) -> None:
    """Write everything that training needs to go on: weights, optimizer, place, best weights, carried state."""
    state = work.carried.state if work.carried is not None and work.carried.state is not None else ()
    carried = {f"carried {i}": part for i, part in enumerate(state)}  # a name that no weight has
    save_checkpoint(path, work.model, optimizer, best | carried, asdict(at), identity(plan))


def resume(
    work: Work, plan: Plan, optimizer: torch.optim.Optimizer, path: Path
) -> tuple[Place, dict[str, Tensor]]:  # fmt: skip
    """Take up a saved training, or begin one if there is none. Returns: the place, and the best weights so far."""
    if not path.exists():
        return Place(), {name: value.detach().clone() for name, value in work.model.state_dict().items()}
    history, kept = load_checkpoint(path, work.model, optimizer, identity(plan))
    parts = [name for name in kept if name.startswith("carried ")]
    state = tuple(kept.pop(f"carried {i}") for i in range(len(parts)))
    if work.carried is not None and state:
        work.carried.state = state
    return Place(**history), kept


# --8<-- [end:save]


def place_of(model: Path) -> Path:
    """Where the training of a model file is saved."""
    return model.with_name(model.name + ".training")


def steps_planned(path: Path, wanted: dict, steps: int | None) -> int | None:
    """The number of steps of a saved training that goes on, or None if there is none.

    Args:
        wanted: the plan's fit and identity, as asked for now.
        steps: the number asked for now, None for whatever was planned.
    Raises:
        ProjectError: the file is damaged, or belongs to a training with other data or settings.
    """
    if not path.exists():
        return None
    try:
        with safe_open(path, framework="pt") as file:
            found = json.loads((file.metadata() or {})["config"])
        planned = int(found["steps"])
    except (SafetensorError, OSError, ValueError, KeyError, TypeError) as error:
        raise ProjectError(f"{path} is no saved training, or is cut short: delete it to start anew") from error
    wanted = json.loads(json.dumps(wanted | {"steps": planned if steps is None else steps}))
    unlike = sorted(key for key in wanted if wanted[key] != found.get(key))
    if unlike:
        raise ProjectError(
            f"{path} is a stopped training with another {', '.join(unlike)}: "
            "repeat its command to go on with it, or delete it to start anew"
        )
    return planned


def check_free(model: Path, overwrite: bool) -> None:
    """Raises: ProjectError, if a trained model lies there that nobody said to replace, or nothing can lie there."""
    if model.is_dir():
        raise ProjectError(f"{model} is a folder: give a file name for --out")
    if model.exists() and not overwrite:
        raise ProjectError(f"{model} is there already: choose another --out, or say --overwrite")
