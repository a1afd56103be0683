"""Nothing leaks from one block into the next: random numbers, default dtype, figures, working folder, `__main__`."""

import contextlib
import random
import shutil
import sys
import tempfile
import weakref
from collections.abc import Iterator
from functools import partial
from types import ModuleType
from typing import Any


class State:
    """What one program owns, and takes up where it left it: random numbers, default dtype, a folder of its own."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}
        self.folder = tempfile.mkdtemp(prefix="press-")
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)

    def seed_new(self) -> None:
        """A library that the program has only just imported starts from the same seed as one that was there before."""
        if _sources().keys() - self.kept.keys():
            _restore({name: value for name, value in _save().items() if name in self.kept})
            self.kept = _save()


def _sources() -> dict[str, tuple]:
    """For each source of chance that is loaded: how to save it, restore it, and seed it."""
    found: dict[str, tuple] = {"random": (random.getstate, random.setstate, partial(random.seed, 0))}
    if numpy := sys.modules.get("numpy.random"):
        found["numpy"] = (numpy.get_state, numpy.set_state, partial(numpy.seed, 0))
    torch = sys.modules.get("torch")
    if hasattr(torch, "manual_seed"):
        found["torch"] = (torch.get_rng_state, torch.set_rng_state, partial(torch.manual_seed, 0))
        dtype = torch.set_default_dtype
        found["dtype"] = (torch.get_default_dtype, dtype, partial(dtype, torch.float32))
    return found


def _save() -> dict[str, Any]:
    return {name: save() for name, (save, _, _) in _sources().items()}


def _restore(kept: dict[str, Any]) -> None:
    for name, (_, restore, seed) in _sources().items():
        restore(kept[name]) if name in kept else seed()


@contextlib.contextmanager
def alone(module: ModuleType, state: State) -> Iterator[None]:
    """Run with `module` as `__main__`, with `state`; leave everything else as it was found."""
    outside, main = _save(), sys.modules["__main__"]
    _restore(state.kept)
    state.kept = _save()
    sys.modules["__main__"] = module
    try:
        with contextlib.chdir(state.folder):
            yield
    finally:
        state.kept = _save()
        _restore(outside)
        sys.modules["__main__"] = main
        if pyplot := sys.modules.get("matplotlib.pyplot"):
            pyplot.close("all")
