"""House style: one drawing function, two pictures, light and dark, the same bytes on every run."""

import hashlib
import json
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from unrolled.results import PACKAGE, ROOT

PALETTE: dict[str, dict[str, Any]] = json.loads((PACKAGE / "palette.json").read_text("utf-8"))
FIGURES = ROOT / "docs" / "figures"
Draw = Callable[[Figure, dict[str, Any], dict[str, Any]], None]


# --8<-- [start:style]
@contextmanager
def style(colours: dict[str, Any]):
    """Matplotlib settings of the house: no frame, quiet grid, text kept as text."""
    settings = {
        "figure.facecolor": "none", "axes.facecolor": "none", "savefig.facecolor": "none", "savefig.edgecolor": "none",
        "text.color": colours["ink"], "axes.labelcolor": colours["ink"], "axes.edgecolor": colours["muted"],
        "xtick.color": colours["muted"], "ytick.color": colours["muted"], "grid.color": colours["grid"],
        "axes.grid": True, "axes.axisbelow": True, "axes.spines.top": False, "axes.spines.right": False,
        "axes.titlesize": 11, "axes.titleweight": "bold", "axes.titlelocation": "left", "axes.labelsize": 10,
        "font.family": "sans-serif", "font.sans-serif": ["DejaVu Sans"], "font.size": 10, "lines.linewidth": 2.0,
        "legend.frameon": False, "svg.fonttype": "path", "svg.hashsalt": "unrolled",
        "figure.constrained_layout.use": True,
    }  # fmt: skip
    with mpl.rc_context(settings):
        yield


# --8<-- [end:style]


def draw(name: str, result: Path, function: Draw, size: tuple[float, float] = (7.2, 3.6)) -> list[Path]:
    """Draw docs/figures/<name>.light.svg and .dark.svg from a recorded result. Returns both paths.

    Args:
        function: draws on a figure, given the result and the colours of a scheme.
        size: width and height in inches.
    """
    raw = result.read_bytes()
    where = result.relative_to(ROOT).as_posix()
    metadata = {"Date": None, "Creator": "unrolled", "Description": f"{where} sha256:{hashlib.sha256(raw).hexdigest()}"}
    paths = []
    for scheme, colours in PALETTE.items():
        with style(colours):
            figure = Figure(figsize=size)
            function(figure, json.loads(raw), colours)
            path = FIGURES / f"{name}.{scheme}.svg"
            partial = path.with_suffix(".partial")
            path.parent.mkdir(parents=True, exist_ok=True)
            figure.savefig(partial, format="svg", metadata=metadata)
            partial.replace(path)
        paths.append(path)
    return paths
