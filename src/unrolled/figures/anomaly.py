"""Figures of the experiment `anomaly`."""

LOOKS = {
    "gru": ("error of the GRU", "forget", "-"),
    "linear": ("error of the linear model", "candidate", "-."),
    "difference": ("difference", "input", "--"),
    "seasonal": ("difference to the day before", "output", (0, (5, 1))),
    "median": ("distance from the median", "baseline", ":"),
}


def curves(figure, result, colours):
    """Precision against recall on injected events: one thin line a seed."""
    axes = figure.subplots()
    for detector, seeds in result["curves"].items():
        label, name, dash = LOOKS[detector]
        for number, (precision, recall) in enumerate(seeds):
            text = {"label": label} if number == 0 else {}
            colour = colours["series"][name]
            axes.step(recall, precision, where="pre", ls=dash, color=colour, lw=1.2, alpha=0.7, **text)
    axes.set(xlabel="recall: events found (%)", ylabel="precision: right alarms (%)", xlim=(0, 101), ylim=(0, 103))
    axes.legend(fontsize=8)


def examples(figure, result, colours):
    """One injected event of each kind: the readings, and below them the error of the forecast."""
    panels = figure.subplots(2, 4, sharex="col", height_ratios=(2, 1))
    for (top, bottom), example in zip(panels.T, result["examples"], strict=True):
        minutes = [5 * (k - 36) for k in range(len(example["values"]))]
        for axes in (top, bottom):
            axes.axvspan(-2.5, 5 * example["length"] - 2.5, color=colours["series"]["forget"], alpha=0.15, lw=0)
        top.plot(minutes, example["values"], color=colours["series"]["baseline"], lw=1.3)
        bottom.vlines(minutes, 0, example["errors"], color=colours["series"]["forget"], lw=1.1)
        bottom.axhline(result["values"]["gru.limit"]["data"][0], color=colours["muted"], ls="--", lw=1)
        bottom.set(xlabel="minutes", ylim=(0, 75))
        top.set_title(example["kind"])
    panels[0, 0].set_ylabel("mg/dl")
    panels[1, 0].set_ylabel("error")


FIGURES = {"anomaly-curves": (curves, (7.2, 4.2)), "anomaly-examples": (examples, (8.4, 4.2))}
