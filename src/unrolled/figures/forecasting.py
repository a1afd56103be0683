"""Figures of the experiment `forecasting`."""

from statistics import mean

LOOKS = {
    "naive": ("naive", "baseline", "-"),
    "seasonal": ("seasonal naive", "baseline", ":"),
    "dlinear": ("DLinear", "input", "--"),
    "dlinear_last": ("linear, from the last value", "candidate", "-."),
    "gru": ("GRU", "output", (0, (5, 1))),
    "gru_last": ("GRU, from the last value", "forget", "-"),
}


def steps(figure, result, colours):
    """Mean absolute error at each step ahead, for models that forecast 96 steps at once."""
    panels = figure.subplots(1, 2)
    for axes, (task, title, hours) in zip(
        panels, (("sea", "Sea temperature, 96 half hours", 0.5), ("ett", "ETTh1, 96 hours", 1.0)), strict=True
    ):
        for model, seeds in result["by_step"][task]["96"].items():
            label, name, dash = LOOKS[model]
            middle = [mean(row[k] for row in seeds) for k in range(96)]
            x = [hours * (k + 1) for k in range(96)]
            axes.plot(x, middle, ls=dash, color=colours["series"][name], label=label, lw=1.6)
        axes.set(xlabel="hours ahead", ylabel="MAE (°C)", title=title, ylim=(0, None))
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=3, fontsize=8)


def examples(figure, result, colours):
    """Two windows of the test part of the sea: what was known, the forecast with its interval, and what came."""
    panels = figure.subplots(1, 2)
    titles = ("A window of ordinary error", "One of the worst twentieth")
    for axes, example, title in zip(panels, result["examples"], titles, strict=True):
        before = [0.5 * (k - 95) for k in range(96)]
        after = [0.5 * (k + 1) for k in range(96)]
        low, middle, high = example["quantiles"]
        axes.fill_between(after, low, high, color=colours["series"]["forget"], alpha=0.18, lw=0, label="90 % interval")
        axes.plot(before, example["past"], "-", color=colours["series"]["baseline"], label="known")
        axes.plot(after, example["future"], ":", color=colours["ink"], label="what came")
        axes.plot(after, middle, "--", color=colours["series"]["forget"], label="forecast")
        axes.axvline(0, color=colours["muted"], lw=0.8)
        axes.set(xlabel="hours from the origin", ylabel="°C", title=title)
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=4, fontsize=8)


def prices(figure, result, colours):
    """Forecasts of a share's price look right; forecasts of its change are empty."""
    left, right = figure.subplots(1, 2)
    days = result["stocks"]["days"]
    x = range(1, len(days["truth"]) + 1)
    left.plot(x, days["truth"], "-", color=colours["series"]["baseline"], label="price")
    left.plot(x, days["guess"], "--", color=colours["series"]["forget"], label="forecast of the day before")
    left.set(xlabel="trading day of the test part", ylabel="US dollars, adjusted", title="AAPL, and its forecast")
    left.legend(fontsize=8)
    guess, truth = zip(*result["stocks"]["changes"], strict=True)
    right.axhline(0, color=colours["muted"], lw=0.8)
    right.axvline(0, color=colours["muted"], lw=0.8)
    right.plot(guess, truth, "o", ms=2.5, alpha=0.5, color=colours["series"]["forget"])
    width = max(map(abs, guess)) * 1.1
    right.set(xlim=(-width, width), xlabel="change that was forecast (%)", ylabel="change that came (%)")
    right.locator_params(axis="x", nbins=5)
    right.set_title("The same as changes, four shares")


FIGURES = {
    "forecasting-steps": (steps, (8.0, 4.2)),
    "forecasting-examples": (examples, (8.0, 3.8)),
    "forecasting-stocks": (prices, (8.0, 3.6)),
}
