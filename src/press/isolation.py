"""Nothing leaks from one block into the next: random numbers, default dtype, figures, working folder, `__main__`."""

import contextlib
import random
import shutil
import sys
import tempfile
import weakref
from collections.abc import Iterator
from functools import cached_property
from types import ModuleType
from typing import Any


class State:
    """What one program owns, and takes up where it left it: random numbers, default dtype, a folder of its own."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}

    @cached_property
    def folder(self) -> str:
        path = tempfile.mkdtemp(prefix="press-")
        weakref.finalize(self, shutil.rmtree, path, ignore_errors=True)
        return path

    def take_up(self) -> None:
        for name, (_, restore, seed) in _sources().items():
            restore(self.kept[name]) if name in self.kept else seed()

    def put_down(self) -> None:
        self.kept = {name: save() for name, (save, _, _) in _sources().items()}

    def newly_imported(self) -> None:
        """A library that a program has only just imported starts from the same seed as one that was there before."""
        for name, (save, _, seed) in _sources().items():
            if name not in self.kept:
                seed()
                self.kept[name] = save()


def _sources() -> dict[str, tuple]:
    """For each source of chance that is loaded: how to save it, restore it, and seed it."""
    found: dict[str, tuple] = {"random": (random.getstate, random.setstate, lambda: random.seed(0))}
    if numpy := sys.modules.get("numpy.random"):
        found["numpy"] = (numpy.get_state, numpy.set_state, lambda: numpy.seed(0))
    torch = sys.modules.get("torch")
    if hasattr(torch, "manual_seed"):
        found["torch"] = (torch.get_rng_state, torch.set_rng_state, lambda: torch.manual_seed(0))
        found["dtype"] = (
            torch.get_default_dtype,
            torch.set_default_dtype,
            lambda: torch.set_default_dtype(torch.float32),
        )
    return found


@contextlib.contextmanager
def alone(module: ModuleType, state: State) -> Iterator[None]:
    """Run with `module` as `__main__`, with `state`; leave everything else as it was found."""
    outside, main = State(), sys.modules["__main__"]
    outside.put_down()
    state.take_up()
    for name, (save, _, _) in _sources().items():
        state.kept.setdefault(name, save())
    sys.modules["__main__"] = module
    try:
        with contextlib.chdir(state.folder):
            yield
    finally:
        state.put_down()
        outside.take_up()
        sys.modules["__main__"] = main
        if pyplot := sys.modules.get("matplotlib.pyplot"):
            pyplot.close("all")
