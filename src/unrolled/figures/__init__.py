"""The figures of the book, one module an experiment. They read recorded results and change none."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from unrolled.plotting import draw
from unrolled.results import ROOT


def draw_all() -> list[Path]:
    """Draw every figure of every recorded experiment that has some."""
    paths: list[Path] = []
    for result in sorted((ROOT / "docs" / "results").glob("*.json")):
        if find_spec(f"unrolled.figures.{result.stem}") is None:
            continue  # a record without pictures
        module = import_module(f"unrolled.figures.{result.stem}")
        for name, (function, size) in module.FIGURES.items():
            paths += draw(name, result, function, size)
    return paths
