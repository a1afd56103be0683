"""Figures of the experiment `lstm`."""

from statistics import mean

LOOKS = {
    "tanh RNN": ("baseline", ":"),
    "forget bias 0": ("input", "--"),
    "forget bias 1": ("forget", "-"),
    "forget bias log(T-1)": ("output", "-."),
    "chrono": ("candidate", (0, (5, 1))),
}


def reach(figure, result, colours):
    """Gradient norm against distance, mean of the logarithms, with the range over seeds."""
    axes = figure.subplots()
    for cell, seeds in result["reach"].items():
        name, dash = LOOKS[cell]
        colour = colours["series"][name]
        columns = list(zip(*([max(v, 1e-200) / s[0] for v in s] for s in seeds), strict=True))
        x = range(1, len(columns) + 1)
        middle = [_geometric(column) for column in columns]
        axes.fill_between(x, [min(c) for c in columns], [max(c) for c in columns], color=colour, alpha=0.18, lw=0)
        axes.plot(x, middle, ls=dash, color=colour, label=cell)
    axes.set(yscale="log", xlabel="distance in steps", ylabel="gradient norm, 1 at one step", ylim=(1e-25, 1e3))
    axes.legend(loc="lower left")


def _geometric(values):
    product = 1.0
    for v in values:
        product *= v ** (1 / len(values))
    return product


def adding(figure, result, colours):
    """Error on the adding problem against updates: each seed thin, their mean thick."""
    axes = figure.subplots()
    config = result["config"]["lstm"]
    for cell, seeds in result["learning"].items():
        name, dash = LOOKS[cell]
        colour = colours["series"][name]
        x = [config["check_every"] * (i + 1) for i in range(len(seeds[0]))]
        for errors in seeds:
            axes.plot(x, errors, ls=dash, color=colour, alpha=0.3, lw=0.9)
        axes.plot(x, [mean(column) for column in zip(*seeds, strict=True)], ls=dash, color=colour, label=cell)
    axes.axhline(config["solved"], color=colours["muted"], lw=1)
    axes.annotate("solved", (config["updates"], config["solved"]), ha="right", va="bottom", color=colours["muted"])
    axes.set(yscale="log", xlabel="updates", ylabel="mean squared error")
    axes.legend(loc="lower left")


FIGURES = {"lstm-reach": (reach, (7.2, 3.8)), "lstm-adding": (adding, (7.2, 3.8))}
