"""Figures of the experiment `memory`."""

from statistics import mean

LOOKS = {
    "RNN": ("baseline", ":", "o"),
    "orthogonal RNN": ("candidate", "-.", "s"),
    "GRU": ("output", "--", "^"),
    "LSTM": ("input", (0, (5, 1)), "D"),
    "chrono LSTM": ("forget", "-", "v"),
}


def lengths(figure, result, colours):
    """For each task, what is left of the guess's loss against length: seeds as marks, means as lines."""
    panels = figure.subplots(2, 2, sharey=True)
    for axes, (task, cells) in zip(panels.flat, result["learning"].items(), strict=True):
        x = result["config"]["lengths"][task]
        for cell, found in cells.items():
            name, dash, mark = LOOKS[cell]
            colour = colours["series"][name]
            left = [[min(run["left"], 1.5) for run in runs] for runs in found]
            for k, runs in enumerate(left):
                axes.plot([x[k]] * len(runs), runs, mark, color=colour, ms=3, alpha=0.5)
            axes.plot(x, [mean(runs) for runs in left], ls=dash, color=colour, label=cell)
        axes.axhline(1, color=colours["muted"], lw=1)
        axes.set(xscale="log", title=task, xlabel="delay" if task == "copy" else "length")
        axes.set_xticks(x, [str(n) for n in x])
        axes.minorticks_off()
    for axes in panels[:, 0]:
        axes.set_ylabel("loss left, guess = 1")
    figure.legend(*panels[0, 0].get_legend_handles_labels(), loc="outside lower center", ncols=5)


def connectivity(figure, result, colours):
    """Which inputs each answer depends on, for the first seed of each cell; each row as shares of its largest."""
    shown = result["connectivity"]
    panels = figure.subplots(len(shown), 1, sharex=True)
    for axes, (cell, seeds) in zip(panels, shown.items(), strict=True):
        rows = seeds[0]
        shares = [[v / max(row) for v in row] for row in rows]
        axes.pcolormesh(shares, cmap=ramp(colours), vmin=0, vmax=1, edgecolors=colours["grid"], linewidth=0.3)
        middles = [k + 0.5 for k in range(len(rows))]
        axes.plot(middles, middles, "o", mfc="none", mec=colours["ink"], ms=6)
        axes.invert_yaxis()
        axes.set_yticks(middles, [str(k + 1) for k in range(len(rows))])
        axes.set_xticks([t + 0.5 for t in range(0, len(rows[0]), 5)], [str(t + 1) for t in range(0, len(rows[0]), 5)])
        axes.grid(visible=False)
        axes.set_title(cell)
    panels[-1].set_xlabel("input at step")
    figure.supylabel("answer", color=colours["ink"], fontsize=10)


def ramp(colours):
    """From transparent to the colour of the forget gate."""
    from matplotlib.colors import LinearSegmentedColormap, to_rgba

    full = to_rgba(colours["series"]["forget"])
    return LinearSegmentedColormap.from_list("ramp", [(*full[:3], 0.0), full])


FIGURES = {"memory-lengths": (lengths, (7.6, 6.2)), "memory-connectivity": (connectivity, (7.6, 6.4))}
