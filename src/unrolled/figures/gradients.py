"""Figures of the experiment `gradients`."""

from math import nan
from statistics import median

LOOKS = {
    "tanh": ("baseline", ":"),
    "ReLU": ("candidate", ":"),
    "ReLU, U times 3": ("candidate", "-."),
    "orthogonal tanh": ("baseline", "-"),
    "identity ReLU": ("candidate", "-"),
    "GRU": ("output", "-"),
    "LSTM, forget bias 0": ("input", "--"),
    "LSTM, forget bias 1": ("forget", "-"),
}
CLIPPING = {
    "none": ("baseline", ":"),
    "none, a tenth of the rate": ("output", "-."),
    "by value": ("input", "--"),
    "by norm": ("forget", "-"),
}


def reach(figure, result, colours):
    """Jacobian norm against distance, the median seed, with the range over seeds; a line ends where nothing is left."""
    axes = figure.subplots()
    for network, seeds in result["reach"].items():
        name, dash = LOOKS[network]
        colour = colours["series"][name]
        columns = list(zip(*([v / s[0] for v in s] for s in seeds), strict=True))
        x = range(1, len(columns) + 1)
        least = [min((v for v in c if v > 0), default=nan) for c in columns]
        axes.fill_between(x, least, [max(c) for c in columns], color=colour, alpha=0.15, lw=0)
        axes.plot(x, [median(c) or nan for c in columns], ls=dash, color=colour, label=network)
    axes.set(yscale="log", xlabel="distance in steps", ylabel="Jacobian norm, 1 at one step", ylim=(1e-42, 1e12))
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))


def clipping(figure, result, colours):
    """Error against updates: each seed thin, the median thick."""
    axes = figure.subplots()
    updates = result["config"]["clipping"]["updates"]
    for kind, seeds in result["clipping"].items():
        name, dash = CLIPPING[kind]
        colour = colours["series"][name]
        losses = [s["loss"] for s in seeds]
        every = updates // len(losses[0])
        x = [every * (i + 1) for i in range(len(losses[0]))]
        for seed in losses:
            axes.plot(x, seed, ls=dash, color=colour, alpha=0.3, lw=0.9)
        axes.plot(x, [median(column) for column in zip(*losses, strict=True)], ls=dash, color=colour, label=kind)
    guess = result["values"]["guess.mse"]["data"][0]
    axes.axhline(guess, color=colours["muted"], lw=1)
    axes.annotate("always 1", (updates, guess), ha="right", va="bottom", color=colours["muted"])
    axes.set(yscale="log", xlabel="updates", ylabel="mean squared error", ylim=(2e-3, 1))
    axes.legend(loc="lower left")


FIGURES = {"gradients-reach": (reach, (7.6, 4.2)), "gradients-clipping": (clipping, (7.2, 3.8))}
