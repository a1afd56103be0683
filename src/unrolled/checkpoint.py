"""Training state on disk: weights, optimizer and random state in one safetensors file, never a pickle."""

import json
import os
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn


class CheckpointError(RuntimeError):
    """The file is damaged, or belongs to another model or another configuration."""


def save_checkpoint(
    path: Path, model: nn.Module, optimizer: torch.optim.Optimizer, best: dict[str, Tensor], history: dict, config: dict
) -> None:
    """Write everything that training needs to go on. The old file stays whole until the new one is."""
    tensors = {f"model.{k}": v for k, v in model.state_dict().items()}
    tensors |= {f"best.{k}": v for k, v in best.items()}
    for i, state in optimizer.state_dict()["state"].items():
        tensors |= {f"optimizer.{i}.{k}": v for k, v in state.items()}
    tensors["random"] = torch.get_rng_state()
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    try:
        metadata = {"history": json.dumps(history), "config": json.dumps(config)}
        save_file({k: v.contiguous().clone() for k, v in tensors.items()}, partial, metadata)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def load_checkpoint(
    path: Path, model: nn.Module, optimizer: torch.optim.Optimizer, config: dict
) -> tuple[dict, dict[str, Tensor]]:
    """Put model, optimizer and random state back. Returns the history and the best weights so far.

    Raises:
        FileNotFoundError: there is no such file.
        CheckpointError: damaged, of another model, or made with another configuration.
    """
    tensors, metadata = _read(path)
    if json.loads(metadata.get("config", "{}")) != config:
        raise CheckpointError(f"{path} was made with {metadata.get('config')}, not with {config}: use another file")
    own = {k: tuple(v.shape) for k, v in model.state_dict().items()}
    found = {k.removeprefix("model."): tuple(v.shape) for k, v in tensors.items() if k.startswith("model.")}
    if own != found:
        differ = sorted(k for k in own.keys() | found.keys() if own.get(k) != found.get(k))
        raise CheckpointError(f"{path} belongs to another model: {', '.join(differ[:4])} differ. Use another file")
    model.load_state_dict(_part(tensors, "model."))
    state: dict[int, dict[str, Tensor]] = {}
    for name, value in _part(tensors, "optimizer.").items():
        index, key = name.split(".")
        state.setdefault(int(index), {})[key] = value
    optimizer.load_state_dict({"state": state, "param_groups": optimizer.state_dict()["param_groups"]})
    torch.set_rng_state(tensors["random"])
    return json.loads(metadata["history"]), _part(tensors, "best.")


def _read(path: Path) -> tuple[dict[str, Tensor], dict[str, str]]:
    try:
        with safe_open(path, framework="pt") as file:
            return {name: file.get_tensor(name) for name in file.keys()}, file.metadata() or {}  # noqa: SIM118
    except SafetensorError as error:
        raise CheckpointError(f"{path} is damaged ({error}): delete it and train again") from error


def _part(tensors: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {k.removeprefix(prefix): v for k, v in tensors.items() if k.startswith(prefix)}
