"""Nothing leaks from one block into the next: names, random numbers, default dtype, figures, working folder."""

import contextlib
import io
import random
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from types import CodeType, ModuleType
from typing import Any


class Space:
    """What one program owns, and takes up where it left it."""

    def __init__(self, name: str = "__main__") -> None:
        self.module = ModuleType(name)
        self.chance: dict[str, Any] = {}
        self.folder = tempfile.TemporaryDirectory(prefix="press-", ignore_cleanup_errors=True)

    @contextlib.contextmanager
    def entered(self) -> Iterator[None]:
        """Inside, the program's own state holds; afterwards everything is as it was before."""
        outside, main = _save(), sys.modules["__main__"]
        _restore(self.chance)
        self.chance = _save()
        sys.modules["__main__"] = self.module
        try:
            with contextlib.chdir(self.folder.name):
                yield
        finally:
            self.chance = _save()
            _restore(outside)
            sys.modules["__main__"] = main
            if pyplot := sys.modules.get("matplotlib.pyplot"):
                pyplot.close("all")

    def run(self, code: CodeType) -> str:
        """Run code; return what it prints. A library it imports first starts from the same seed as any other."""
        with contextlib.redirect_stdout(io.StringIO()) as out:
            exec(code, self.module.__dict__)
        if _sources().keys() - self.chance.keys():
            _restore({name: value for name, value in _save().items() if name in self.chance})
            self.chance = _save()
        return out.getvalue()


def _sources() -> dict[str, tuple]:
    """For each source of chance that is loaded: how to save it, restore it, and seed it."""
    found: dict[str, tuple] = {"random": (random.getstate, random.setstate, partial(random.seed, 0))}
    if numpy := sys.modules.get("numpy.random"):
        found["numpy"] = (numpy.get_state, numpy.set_state, partial(numpy.seed, 0))
    if hasattr(torch := sys.modules.get("torch"), "manual_seed"):
        found["torch"] = (torch.get_rng_state, torch.set_rng_state, partial(torch.manual_seed, 0))
        dtype = torch.set_default_dtype
        found["dtype"] = (torch.get_default_dtype, dtype, partial(dtype, torch.float32))
    return found


def _save() -> dict[str, Any]:
    return {name: save() for name, (save, _, _) in _sources().items()}


def _restore(kept: dict[str, Any]) -> None:
    for name, (_, restore, seed) in _sources().items():
        restore(kept[name]) if name in kept else seed()
