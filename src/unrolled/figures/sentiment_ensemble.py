"""Figure of the experiment `sentiment_ensemble`."""


def by_size(figure, result, colours):
    """Accuracy against the number of networks that judge together, with the counts as a line."""
    axes = figure.subplots()
    rows, colour = result["by_size"], colours["series"]["hidden"]
    size = [row["size"] for row in rows]
    middle = [row["mean"] for row in rows]
    axes.fill_between(
        size, [r["mean"] - r["sd"] for r in rows], [r["mean"] + r["sd"] for r in rows], color=colour, alpha=0.18, lw=0
    )
    axes.plot(size, middle, "-", marker="o", ms=4, color=colour, label="bidirectional LSTMs together")
    counts = result["values"]["counts.test_accuracy.mean"]["data"][0]
    axes.axhline(counts, ls="--", color=colours["series"]["baseline"], label="counts of words and pairs")
    axes.set(xlabel="networks that judge together", ylabel="test accuracy (%)")
    axes.set_xticks(size)
    axes.legend(loc="lower right", fontsize=8)


FIGURES = {"sentiment-ensemble": (by_size, (6.0, 3.4))}
