"""A picture of attention weights: what was written downwards, the source across."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap


def heatmap(axes: Axes, heat: dict[str, Any], colours: dict[str, Any], rotation: int = 60) -> None:
    """Draw one sentence: the darker a cell, the more weight its source token got at that step."""
    tone = colours["series"]["hidden"]
    shades = LinearSegmentedColormap.from_list("weights", [(0, (0, 0, 0, 0)), (1, tone)])
    axes.imshow(heat["weights"], cmap=shades, vmin=0, vmax=1, aspect="auto")
    axes.set_xticks(
        range(len(heat["source"])), [_seen(piece) for piece in heat["source"]], rotation=rotation, fontsize=8
    )
    axes.set_yticks(range(len(heat["written"])), [_seen(piece) for piece in heat["written"]], fontsize=8)
    axes.grid(visible=False)


def _seen(piece: str) -> str:
    """A token as it is shown: a space is a middle dot, and the mark of a word's beginning goes."""
    return {" ": "·", "</s>": "(end)"}.get(piece, piece.replace("▁", "") or "·")
