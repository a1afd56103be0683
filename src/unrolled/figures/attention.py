"""Figures of the experiment `attention`."""

from matplotlib.colors import LinearSegmentedColormap


def maps(figure, result, colours):
    """Weights of a trained model: a row for each character that was written, a column for each that was read."""
    shown = result["maps"]
    axes = figure.subplots(len(shown), 1)
    shades = LinearSegmentedColormap.from_list("weights", [colours["grid"], colours["series"]["hidden"]])
    for place, one in zip(axes, shown, strict=True):
        place.imshow(one["weights"], cmap=shades, vmin=0, vmax=1, aspect="auto", interpolation="nearest")
        place.set_xticks(range(len(one["read"])), [c.replace("\u202f", " ") for c in one["read"]])
        place.set_yticks(range(len(one["written"])), list(one["written"]))
        place.tick_params(length=0, labelsize=8)
        place.grid(visible=False)
        place.set_ylabel("written")
    axes[-1].set_xlabel("read")


FIGURES = {"attention-maps": (maps, (7.2, 7.6))}
