"""Figures of the experiment `variable_length`."""

from statistics import mean

LOOKS = {
    "own end": ("forget", "-", "o"),
    "left, last column": ("input", "--", "s"),
    "mean of all columns": ("candidate", "-.", "^"),
    "last column": ("output", ":", "D"),
}


def wider(figure, result, colours):
    """Test accuracy against the T that test batches are padded to, for two ways of padding in training."""
    panels = figure.subplots(1, 2, sharey=True)
    config = result["config"]["variable_length"]["accuracy"]
    x = config["test_widths"]
    for axes, (where, title) in zip(
        panels, (("batch", "trained: longest of the batch"), ("fixed_100", "trained: always 100 steps")), strict=True
    ):
        for name, (series, dash, marker) in LOOKS.items():
            seeds, colour = result["wider"][where][name], colours["series"][series]
            for row in seeds:
                axes.plot(x, row, ls=dash, color=colour, alpha=0.3, lw=0.9)
            middle = [mean(column) for column in zip(*seeds, strict=True)]
            axes.plot(x, middle, ls=dash, marker=marker, ms=5, color=colour, label=name)
        axes.axhline(result["values"]["tfidf.accuracy"]["data"][0], color=colours["muted"], lw=1)
        axes.set(xlabel="steps that test batches are padded to", title=title, xticks=x)
    panels[0].annotate(
        "TF-IDF",
        (x[-1], result["values"]["tfidf.accuracy"]["data"][0]),
        ha="right",
        va="bottom",
        color=colours["muted"],
    )
    panels[0].set(ylabel="test accuracy (%)")
    panels[0].legend(loc="lower left")


def packing(figure, result, colours):
    """Time of a packed batch by that of the padded one, against T."""
    axes = figure.subplots()
    x = result["config"]["variable_length"]["speed"]["steps"]
    for kind, series, dash, marker in (("ragged", "output", "-", "o"), ("even", "input", "--", "s")):
        seeds, colour = result["packing"][kind], colours["series"][series]
        middle = [mean(column) for column in zip(*seeds, strict=True)]
        axes.plot(x, middle, ls=dash, marker=marker, color=colour, label=f"packed, {kind} lengths")
    axes.axhline(1, color=colours["muted"], lw=1)
    axes.annotate("padded", (x[0], 0.97), ha="left", va="top", color=colours["muted"])
    axes.set(xscale="log", yscale="log", xlabel="longest sequence T", ylabel="time, padded = 1", ylim=(0.7, 30))
    axes.set_xticks(x, [str(T) for T in x], minor=False)
    axes.set_yticks([1, 2, 5, 10, 20], ["1", "2", "5", "10", "20"], minor=False)
    axes.minorticks_off()
    axes.legend(loc="upper left")


FIGURES = {"variable-length-wider": (wider, (8.0, 3.8)), "variable-length-packing": (packing, (7.2, 3.4))}
