"""Figures of the experiment `deep`."""

from statistics import mean

LOOKS = {
    "plain": ("hidden", "-", "o", "same H"),
    "residual": ("forget", "--", "s", "same H, shortcuts"),
    "equal": ("output", "-.", "^", "same parameters"),
}


def depth(figure, result, colours):
    """Accuracy against depth on both tasks: a small mark for each seed, a line through the means."""
    left, right = figure.subplots(1, 2)
    scores = {
        left: {v: [f["accuracy"] for f in found] for v, found in result["film"].items()},
        right: {v: [100 * f["accuracies"][-1] for f in found] for v, found in result["parity"].items()},
    }
    for axes, by_variant in scores.items():
        for i, (name, (colour, dash, marker, label)) in enumerate(LOOKS.items()):
            points = {L: by_variant[v] for L in (1, 2, 3, 4) if (v := variant(name, L)) in by_variant}
            colour = colours["series"][colour]
            for L, seeds in points.items():
                x = [L + 0.07 * (i - 1)] * len(seeds)
                axes.plot(x, seeds, marker, color=colour, ms=3.5, alpha=0.45)
            axes.plot(list(points), [mean(s) for s in points.values()], dash, color=colour, label=label)
        axes.set_xticks([1, 2, 3, 4])
        axes.set(xlabel="layers")
    counts = result["values"]["film.counts.accuracy"]["data"][0]
    left.axhline(counts, color=colours["muted"], lw=1, ls=":")
    left.annotate("counts of words", (4, counts), ha="right", va="bottom", color=colours["muted"], fontsize=8)
    left.set(ylabel="test accuracy (%)", title="Film sentences")
    right.set(ylabel="accuracy at the end (%)", title="Prefix parity, taken five times")
    left.legend(fontsize=8, loc="lower left")


def variant(name, L):
    """The variant behind a point: one layer ran without a shortcut, and four layers set the number of parameters."""
    return f"plain_{L}" if (name, L) in (("residual", 1), ("equal", 4)) else f"{name}_{L}"


def epochs(figure, result, colours):
    """Validation accuracy on film sentences after each epoch, mean over seeds, without and with shortcuts."""
    dashes = {1: "-", 2: "--", 3: "-.", 4: ":"}
    panels = figure.subplots(1, 2, sharey=True)
    for axes, (name, title) in zip(panels, (("plain", "Same H"), ("residual", "With shortcuts")), strict=True):
        for L, dash in dashes.items():
            rows = [[100 * e["accuracy"] for e in found["epochs"]] for found in result["film"][variant(name, L)]]
            colour = colours["series"][("baseline", "hidden", "candidate", "forget")[L - 1]]
            middle = [mean(column) for column in zip(*rows, strict=True)]
            x = range(1, len(middle) + 1)
            axes.plot(x, middle, dash, color=colour, label=f"{L} layer{'s' * (L > 1)}")
        axes.set(xlabel="epoch", title=title)
    panels[0].set_ylabel("validation accuracy (%)")
    panels[1].legend(fontsize=8, loc="lower right")


FIGURES = {"deep-depth": (depth, (8.0, 3.6)), "deep-epochs": (epochs, (8.0, 3.4))}
