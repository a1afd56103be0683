"""Figures of the experiment `speed`."""

from statistics import mean, median

LOOKS = {
    "explicit": ("baseline", "s"),
    "hoisted": ("input", "o"),
    "hand-written": ("forget", "D"),
    "medium": ("output", "^"),
}
NAMES = {"rnn": "Elman", "gru": "GRU", "lstm": "LSTM"}


def _ratios(repeats, form):
    return [median(a / b for a, b in zip(r[form], r["torch.nn"], strict=True)) for r in repeats]


def ratio(figure, result, colours):
    """Time over that of torch.nn: a panel a size, a row a cell, a mark a form, with the range over repetitions."""
    panels = figure.subplots(1, 2, sharey=True)
    for axes, name in zip(panels, ("small", "large"), strict=True):
        for row, kind in enumerate(NAMES):
            repeats = result["seconds"][f"{kind}.{name}.default"]
            for shift, (form, (colour, mark)) in enumerate(LOOKS.items()):
                found = _ratios(repeats, form)
                y = row + 0.18 * (shift - 1.5)
                look = {"color": colours["series"][colour]}
                axes.plot([min(found), max(found)], [y, y], lw=1.5, **look)
                axes.plot(mean(found), y, mark, label=form if row == 0 else None, **look)
        axes.axvline(1, color=colours["muted"], lw=1)
        axes.set(title=str(tuple(result["config"]["speed"][name])), xlabel="time over torch.nn", xlim=(0, None))
    panels[0].set_yticks(range(len(NAMES)), NAMES.values())
    panels[0].invert_yaxis()
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=4)


def ladder(figure, result, colours):
    """The rungs of the LSTM from top to bottom: time over torch.nn."""
    axes = figure.subplots()
    steps = result["ladder"]
    rungs = [name for name in steps[0] if name != "torch.nn"]
    for row, rung in enumerate(rungs):
        found = _ratios(steps, rung)
        last = row == len(rungs) - 1
        axes.barh(row, mean(found), 0.6, color=colours["series"]["forget" if last else "input"], alpha=0.85)
        axes.plot([min(found), max(found)], [row, row], color=colours["ink"], lw=1.5)
    axes.axvline(1, color=colours["muted"], lw=1.5, ls="--")
    axes.set_yticks(range(len(rungs)), rungs)
    axes.invert_yaxis()
    axes.grid(axis="y", visible=False)
    axes.set(xlabel="time over torch.nn (dashed: 1)", xlim=(0, None))


FIGURES = {"speed-ratio": (ratio, (7.6, 3.8)), "speed-ladder": (ladder, (7.2, 3.2))}
