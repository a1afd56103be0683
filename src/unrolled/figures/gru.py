"""Figures of the experiment `gru`."""

from statistics import mean

LOOKS = {"after": ("hidden", "o"), "before": ("candidate", "s"), "none": ("baseline", "^")}  # colour, mark


def reset(figure, result, colours):
    """A dot for each seed and a bar at the mean: two races, and accuracy on sentences."""
    updates = {task: {v: [f["updates"] for f in r] for v, r in result[task].items()} for task in ("adding", "parity")}
    right = {v: [100 * f["test_accuracy"] for f in r] for v, r in result["sentences"].items()}
    panels = (
        ("adding, T = 100", "updates until solved", updates["adding"]),
        ("parity, T = 50", "updates until solved", updates["parity"]),
        ("film sentences", "test accuracy, %", right),
    )
    for axes, (title, label, found) in zip(figure.subplots(1, 3), panels, strict=True):
        for at, (variant, data) in enumerate(found.items()):
            name, mark = LOOKS[variant]
            colour = colours["series"][name]
            spread = [at + 0.12 * (i - (len(data) - 1) / 2) for i in range(len(data))]
            axes.plot(spread, data, mark, color=colour, markersize=5, alpha=0.8)
            axes.plot([at - 0.32, at + 0.32], [mean(data)] * 2, color=colour)
        axes.set(title=title, ylabel=label, xticks=range(len(found)), xlim=(-0.6, len(found) - 0.4))
        axes.set_xticklabels(list(found))
        if "accuracy" not in label:
            axes.set_ylim(bottom=0)


FIGURES = {"gru-reset": (reset, (7.2, 3.0))}
