"""Figures of the experiment `data_preparation`."""

from statistics import mean

WHAT = {"claimed": ("candidate", "//"), "true": ("hidden", "")}  # colour, hatch
SCALES = {
    "all": ("candidate", "s", "all years"),
    "train": ("hidden", "o", "training years"),
    "change": ("output", "^", "changes"),
}


def split(figure, result, colours):
    """For each split and model, the error that the held-out windows claim beside the one that is true."""
    axes = figure.subplots()
    groups = [("shuffled", "nearest"), ("time", "nearest"), ("shuffled", "gru"), ("time", "gru")]
    names = {"nearest": "most similar window", "gru": "GRU", "shuffled": "shuffled", "time": "in time"}
    for k, (what, (colour, hatch)) in enumerate(WHAT.items()):
        for at, (rule, model) in enumerate(groups):
            data = [100 * v for v in result["split"][f"split.336.{rule}.{model}"][what]]
            x = at + 0.38 * (k - 0.5)
            paint = colours["series"][colour]
            bar = {"facecolor": "none" if hatch else paint, "edgecolor": paint, "hatch": hatch, "linewidth": 1.2}
            axes.bar(x, mean(data), 0.34, label=what if at == 0 else None, **bar)
            axes.plot([x] * len(data), data, ".", color=colours["ink"], markersize=4)
    axes.axhline(100, color=colours["series"]["baseline"], linestyle="--", linewidth=1)
    axes.text(3.55, 102, "naive", color=colours["series"]["baseline"], ha="right")
    axes.set(ylabel="error a week ahead, naive = 100 %", xticks=range(4))
    axes.set_xticklabels([f"{names[model]},\nsplit {names[rule]}" for rule, model in groups])
    axes.legend(frameon=False)


def scale(figure, result, colours):
    """For each share, the error under each scaling, as a multiple of the naive one."""
    axes = figure.subplots()
    tickers = list(result["scale"]["all"])
    for k, (name, (colour, mark, label)) in enumerate(SCALES.items()):
        for at, ticker in enumerate(tickers):
            data = [run["relative"] for run in result["scale"][name][ticker]]
            x = [at + 0.2 * (k - 1)] * len(data)
            axes.plot(x, data, mark, color=colours["series"][colour], label=label if at == 0 else None, markersize=5)
    axes.axhline(1, color=colours["series"]["baseline"], linestyle="--", linewidth=1)
    axes.set(yscale="log", ylabel="error, naive = 1", xticks=range(len(tickers)))
    axes.set_xticklabels(tickers)
    axes.legend(frameon=False, title="scaled by")


FIGURES = {"data-preparation-split": (split, (6.4, 3.4)), "data-preparation-scale": (scale, (6.4, 3.2))}
