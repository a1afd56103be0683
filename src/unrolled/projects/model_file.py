"""A trained model in one safetensors file: weights, and in its header what it is and which run made it.

A safetensors file holds numbers and strings. To load one executes nothing, whoever wrote it.
"""

import hashlib
import json
import os
import platform
import shlex
import sys
from dataclasses import fields
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from unrolled.projects.errors import ProjectError
from unrolled.results import machine

FORMAT = "1"
WEIGHTS = Path(__file__).parent / "weights"
PICKLES = (b"PK\x03\x04", b"\x80")  # what torch.save writes: a zip with a pickle in it, or a bare pickle
Config = TypeVar("Config")


class Kept(NamedTuple):
    """What a model file holds: a description in plain JSON, and the weights."""

    about: dict[str, Any]
    tensors: dict[str, Tensor]


def kept_weights(project: str) -> Path:
    """The small trained model of a project that comes with the book."""
    return WEIGHTS / f"{project}.safetensors"


def sha256(path: Path) -> str:
    """Of the file: says which model a number was measured with."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write(path: Path, project: str, tensors: dict[str, Tensor], about: dict[str, Any], half: bool = False) -> None:
    """Write a model file whole, or not at all.

    Args:
        project: name of the project that can read it.
        about: "configuration", "vocabulary", "run" and whatever else the project needs; all of it goes into JSON.
        half: store numbers of 16 bits: half the size, about three digits.
    """
    kept = {name: (value.half() if half else value).contiguous() for name, value in tensors.items()}
    partial = path.with_name(path.name + ".partial")
    header = {"unrolled_project": project, "format": FORMAT, "about": json.dumps(about, ensure_ascii=False)}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        save_file(kept, partial, header)
        os.replace(partial, path)
    except OSError as error:
        raise ProjectError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        partial.unlink(missing_ok=True)


def round_to_half(model: nn.Module) -> None:
    """Round the weights as 16 bits do, in place: what is measured afterwards is what the file will hold."""
    model.half().float()


def about(path: Path, project: str) -> dict[str, Any]:
    """The description in a model file, without its weights. Raises: as `read`."""
    _check_readable(path)
    try:
        with safe_open(path, framework="pt") as file:
            header = file.metadata() or {}
    except (SafetensorError, OSError) as error:
        raise ProjectError(f"{path} is not a whole safetensors file, it is cut short or something else") from error
    if "unrolled_project" not in header:
        raise ProjectError(f"{path} is a safetensors file, but not a model of a project of this book")
    if header["unrolled_project"] != project:
        other = header["unrolled_project"]
        raise ProjectError(f"{path} is a model of the project {other}, not of {project}: use `unrolled {other}`")
    if header.get("format") != FORMAT:
        raise ProjectError(
            f"{path} has format {header.get('format')}, and format {FORMAT} is known here: train it anew"
        )
    try:
        found = json.loads(header["about"])
        if not all(isinstance(found[part], dict) for part in ("configuration", "run")):
            raise TypeError("a part is not an object")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ProjectError(f"{path} is damaged: its description cannot be read") from error
    return found


def read(path: Path, project: str) -> Kept:
    """Description and weights (32 bits) of a model file.

    Raises:
        ProjectError: it is missing, cut short, of another project or format, no safetensors file, or holds a NaN.
    """
    found = about(path, project)
    with safe_open(path, framework="pt") as file:
        tensors = {name: file.get_tensor(name).to(torch.float32) for name in file.keys()}  # noqa: SIM118
    for name, value in tensors.items():
        if not torch.isfinite(value).all():
            raise ProjectError(f"{path} is damaged: {name} holds something that is not a number")
    return Kept(found, tensors)


def configuration(kind: type[Config], path: Path, found: dict[str, Any]) -> Config:
    """The dataclass `kind` from a description. Raises: ProjectError, if an entry is missing, unknown or unlike."""
    entries, known = found["configuration"], {field.name: field.default for field in fields(kind)}
    alike = entries.keys() == known.keys() and all(type(entries[name]) is type(known[name]) for name in known)
    sane = alike and all(0 <= entry <= 4096 for entry in entries.values() if not isinstance(entry, str))
    if not sane:
        raise ProjectError(f"{path} is damaged: {entries} is no configuration of this project")
    return kind(**entries)


def words_of(path: Path, found: dict[str, Any]) -> tuple[str, ...]:
    """The vocabulary from a description. Raises: ProjectError, if it is no list of strings."""
    words = found.get("vocabulary")
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise ProjectError(f"{path} is damaged: its vocabulary is no list of words")
    return tuple(words)


def fill(model: nn.Module, path: Path, tensors: dict[str, Tensor]) -> None:
    """Put weights into a model, in place. Raises: ProjectError, if they are those of another one."""
    own = {name: value.shape for name, value in model.state_dict().items()}
    if own != {name: value.shape for name, value in tensors.items()}:
        raise ProjectError(f"{path} is damaged: its weights do not fit its own configuration")
    model.load_state_dict(tensors)
    model.eval()


def run_of(seed: int, data: dict[str, Any], scores: dict[str, Any], looks: list[dict]) -> dict[str, Any]:
    """What made a model: the command, seed, data, versions, machine, the scores it reached, and its way there."""
    versions = {"python": platform.python_version(), "torch": version("torch")}
    words = shlex.join(["python", "-m", "unrolled", *sys.argv[1:]])
    made = {"command": words, "seed": seed, "data": data, "scores": scores, "looks": looks}
    return made | {"versions": versions, "machine": machine()}


def _check_readable(path: Path) -> None:
    try:
        with path.open("rb") as file:
            begin = file.read(9)
    except OSError as error:
        hint = "; train a model first, and name it with --model" if path.parent == WEIGHTS else ""
        raise ProjectError(f"{path} cannot be read: {error.strerror or error}{hint}") from error
    # the length of a safetensors header may begin with the same bytes as a pickle; its JSON follows at once
    if begin.startswith(PICKLES) and begin[8:] != b"{":
        raise ProjectError(f"{path} looks like a file of torch.save: that may run code when loaded, so it is refused")
