"""Figures of the experiment `regularisation`."""

from statistics import mean, stdev

CURVES = {"none": ("baseline", ":"), "locked dropout": ("forget", "--"), "all together": ("candidate", "-")}


def curves(figure, result, colours):
    """Accuracy on seen and on unseen sentences, and the loss on unseen ones, after each epoch."""
    left, right = figure.subplots(1, 2)
    for name, (role, dash) in CURVES.items():
        found, colour = result["curves"][name], colours["series"][role]
        x = range(1, len(found["loss"]) + 1)
        left.plot(x, found["seen"], ls=dash, color=colour, marker="^", ms=4)
        left.plot(x, found["valid"], ls=dash, color=colour, marker="o", ms=4)
        right.plot(x, found["loss"], ls=dash, color=colour, marker="o", ms=4, label=name)
    left.annotate("seen", (1.1, 93), color=colours["ink"])
    left.annotate("unseen", (3.6, 66), color=colours["ink"])
    left.set(xlabel="epoch", ylabel="accuracy in %", title="accuracy")
    right.set(xlabel="epoch", ylabel="cross-entropy", title="loss, unseen")
    right.legend(loc="upper left")


def gains(figure, result, colours):
    """Gain in test accuracy over the plain model after the last epoch: dots, seeds; mean and two standard errors."""
    axes = figure.subplots()
    names = [name for name in result["curves"] if name != "none"]
    for row, name in enumerate(names):
        key = key_of(name)
        seeds = result["values"][f"{key}.gain_last"]["data"]
        error = 2 * result["values"][f"{key}.error_last"]["data"][0]
        axes.plot(seeds, [row] * len(seeds), "o", ms=3.5, color=colours["muted"], zorder=3)
        axes.errorbar(mean(seeds), row, xerr=error, fmt="s", ms=6, capsize=3, color=colours["series"]["forget"])
    spread = stdev(result["values"]["none.test_last"]["data"])
    axes.axvspan(-spread, spread, color=colours["series"]["baseline"], alpha=0.18, lw=0)
    axes.axvline(0, color=colours["series"]["baseline"], ls=":")
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.set(xlabel="test accuracy minus that of the plain model, in points")


FIGURES = {"regularisation-curves": (curves, (7.2, 3.4)), "regularisation-gains": (gains, (7.2, 4.4))}
