"""Figures of the experiment `bidirectional`."""

from statistics import mean

LOOKS = {
    "one": ("baseline", "-", "ahead only"),
    "back": ("input", ":", "back only"),
    "concat": ("hidden", "-", "both, concatenated"),
    "narrow": ("forget", "--", "both, parameters of one"),
    "mean": ("output", "-.", "both, mean"),
}
ROWS = {
    "one": "ahead only",
    "back": "back only",
    "wide": "ahead only, parameters of both",
    "narrow": "both, parameters of one",
    "concat": "both, concatenated",
    "sum": "both, summed",
    "mean": "both, mean",
    "wrong": "both, wrong: own last step",
    "column": "both, wrong: out[:, -1]",
}


def only(figure, result, colours):
    """Accuracy on `only_one` against updates, mean over seeds, and the limit of one direction."""
    axes = figure.subplots()
    every = result["config"]["bidirectional"]["only"]["check_every"]
    for variant, (name, dash, label) in LOOKS.items():
        rows = [[100 * a for a in found["accuracies"]] for found in result["only"][variant]]
        longest = max(map(len, rows))
        rows = [row + row[-1:] * (longest - len(row)) for row in rows]  # solved: it stays where it stopped
        colour = colours["series"][name]
        columns = list(zip(*rows, strict=True))
        x = [every * (i + 1) for i in range(longest)]
        axes.fill_between(x, [min(c) for c in columns], [max(c) for c in columns], color=colour, alpha=0.15, lw=0)
        axes.plot(x, [mean(c) for c in columns], dash, color=colour, label=label)
    limit = result["values"]["only.limit"]["data"][0]
    axes.axhline(limit, color=colours["muted"], lw=1)
    axes.annotate("limit of one direction", (x[-1], limit), ha="right", va="bottom", color=colours["muted"])
    axes.set(xlabel="updates", ylabel="accuracy (%)")
    axes.legend(loc="upper left", fontsize=8)


def film(figure, result, colours):
    """Test accuracy on film sentences: a mark for each seed, a bar for the mean."""
    axes = figure.subplots()
    for row, variant in enumerate(ROWS):
        scores = [found["accuracy"] for found in result["film"][variant]]
        colour = colours["series"]["forget" if variant in ("wrong", "column") else "hidden"]
        marker = "s" if variant in ("wrong", "column") else "o"
        axes.plot(scores, [row] * len(scores), marker, color=colour, ms=5, alpha=0.6)
        axes.plot([mean(scores)], [row], "|", color=colour, ms=18, mew=2)
    counts = result["values"]["film.counts.accuracy"]["data"][0]
    axes.axvline(counts, color=colours["muted"], lw=1, ls=":")
    axes.annotate("counts of words", (counts, -0.45), ha="left", va="top", color=colours["muted"], fontsize=8)
    axes.set_yticks(range(len(ROWS)), ROWS.values())
    axes.set(xlabel="test accuracy (%)", ylim=(len(ROWS) - 0.5, -0.9))


FIGURES = {"bidirectional-only": (only, (7.2, 3.8)), "bidirectional-film": (film, (7.6, 3.8))}
