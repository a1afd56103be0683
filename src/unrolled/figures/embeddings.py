"""Figures of the experiment `embeddings`."""

from statistics import mean

LOOKS = {
    "learned": ("output", ":", "D"),
    "ours, frozen": ("input", "--", "s"),
    "ours, fine-tuned": ("forget", "-", "o"),
    "GloVe, frozen": ("candidate", (0, (5, 1)), "^"),
    "GloVe, fine-tuned": ("hidden", "-.", "v"),
    "pieces, learned": ("candidate", (0, (1, 1)), "P"),
}


def labels(figure, result, colours):
    """Test accuracy against the number of labelled sentences."""
    axes = figure.subplots()
    sizes = [*result["config"]["embeddings"]["labelled"], 6_530]
    keys = [*map(str, sizes[:-1]), "all"]
    for arm in list(LOOKS)[:5]:
        series, dash, marker = LOOKS[arm]
        columns = [result["accuracy"][key][arm] for key in keys]
        colour = colours["series"][series]
        axes.fill_between(sizes, [min(c) for c in columns], [max(c) for c in columns], color=colour, alpha=0.15, lw=0)
        axes.plot(sizes, [mean(c) for c in columns], ls=dash, marker=marker, ms=5, color=colour, label=arm)
    counted = [result["counted"][key][0] for key in keys]
    axes.plot(sizes, counted, ls="-", lw=1.2, color=colours["series"]["baseline"], label="TF-IDF")
    axes.set(xscale="log", xlabel="labelled sentences", ylabel="test accuracy (%)")
    axes.set_xticks(sizes, [f"{size:,}" for size in sizes], minor=False)
    axes.minorticks_off()
    axes.legend(loc="lower right", ncols=2)


def typos(figure, result, colours):
    """Test accuracy against the share of long words that are misspelt."""
    axes = figure.subplots()
    shares = [0, *result["config"]["embeddings"]["typos"]]
    for arm in ("learned", "ours, frozen", "ours, fine-tuned", "GloVe, fine-tuned", "pieces, learned"):
        series, dash, marker = LOOKS[arm]
        columns = list(zip(*result["typos"][arm], strict=True))
        colour = colours["series"][series]
        axes.fill_between(shares, [min(c) for c in columns], [max(c) for c in columns], color=colour, alpha=0.15, lw=0)
        axes.plot(shares, [mean(c) for c in columns], ls=dash, marker=marker, ms=5, color=colour, label=arm)
    counted = result["counted"]["all"]
    axes.plot(shares, counted, ls="-", lw=1.2, color=colours["series"]["baseline"], label="TF-IDF")
    axes.set(xlabel="words of four letters or more that are misspelt (%)", ylabel="test accuracy (%)", xticks=shares)
    axes.legend(loc="lower left")


FIGURES = {"embeddings-labels": (labels, (7.2, 3.8)), "embeddings-typos": (typos, (7.2, 3.6))}
