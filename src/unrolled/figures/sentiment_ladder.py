"""Figures of the experiment `sentiment_ladder`."""

from statistics import mean

ORDER = (
    "scratch", "rnn", "stacked", "both_ways", "deep", "tuned", "gru", "lstm", "bag", "no_dropout", "gru_no_dropout",
    "lstm_no_dropout", "bag_no_dropout",
)  # fmt: skip
ROLES = {"bag": "baseline", "tuned": "hidden", "gru": "hidden", "lstm": "hidden"}
INGREDIENTS = {
    "no_clip": "clipping",
    "no_init": "orthogonal weights",
    "no_dropout": "dropout",
    "no_vectors": "word vectors",
    "as_large": "word vectors, not large numbers",
    "no_lengths": "exact lengths",
    "last_state": "maximum, not last state",
    "gru_no_dropout": "dropout, in the GRU",
    "lstm_no_dropout": "dropout, in the LSTM",
    "bag_no_dropout": "dropout, in the bag",
    "stacked": "a second layer, bare network",
    "both_ways": "both directions, bare network",
}


def rungs(figure, result, colours):
    """Test accuracy of every rung: a mark for each seed, a bar for the mean. Lines: the counts."""
    axes = figure.subplots()
    names = [name for name in ORDER if f"{name}.test_accuracy" in result["values"]]
    for at, name in enumerate(reversed(names)):
        data = result["values"][f"{name}.test_accuracy"]["data"]
        role = ROLES.get(name, "input" if name.endswith("no_dropout") else "forget")
        axes.barh(at, mean(data) - 50, left=50, height=0.55, color=colours["series"][role], alpha=0.35)
        axes.plot(data, [at] * len(data), "o", color=colours["series"][role], ms=5)
        axes.annotate(f"{mean(data):.1f}", (1.0, at), xycoords=("axes fraction", "data"), va="center", ha="right")
    counted = (("counts1", "--", "counts of words ", "right"), ("counts2", ":", " and pairs", "left"))
    for key, dash, name, side in counted:
        if f"{key}.test_accuracy" in result["values"]:
            counts = result["values"][f"{key}.test_accuracy"]["data"][0]
            axes.axvline(counts, color=colours["series"]["baseline"], ls=dash, lw=1.6)
            axes.text(counts, len(names) - 0.5, name, fontsize=8, ha=side, color=colours["muted"])
    axes.set_yticks(range(len(names)), [result["labels"][name] for name in reversed(names)])
    axes.set(xlabel="test accuracy (%); 50 is guessing", xlim=(48, 97), ylim=(-0.6, len(names) - 0.1))
    axes.grid(axis="y", visible=False)


def ingredients(figure, result, colours):
    """What the tuned network loses without one ingredient: each seed a mark, the mean a line."""
    axes = figure.subplots()
    rows = sorted(result["effects"].items(), key=lambda item: mean(item[1]))
    for at, (_, gains) in enumerate(rows):
        axes.plot(gains, [at] * len(gains), "o", color=colours["series"]["hidden"], ms=5, alpha=0.8)
        axes.plot([mean(gains)] * 2, [at - 0.28, at + 0.28], color=colours["series"]["forget"], lw=2.4)
        axes.annotate(f"{mean(gains):+.1f}", (1.0, at), xycoords=("axes fraction", "data"), va="center", ha="right")
    axes.axvline(0, color=colours["muted"], lw=1)
    axes.set_yticks(range(len(rows)), [INGREDIENTS[name] for name, _ in rows])
    axes.set(xlabel="points of test accuracy that the ingredient brings")
    axes.margins(x=0.14)
    axes.grid(axis="y", visible=False)


FIGURES = {"sentiment-ladder": (rungs, (7.6, 5.4)), "sentiment-ingredients": (ingredients, (7.4, 5.0))}
