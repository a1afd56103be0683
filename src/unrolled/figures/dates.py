"""Figures of the experiment `dates`."""

from statistics import mean

from unrolled.figures.heatmap import heatmap


def languages(figure, result, colours):
    """How many dates of each locale are right, read by a network that never saw the locale, and by counting."""
    axes, series = figure.subplots(), colours["series"]
    network = _percent(result["locales"]["unseen"])
    counts = _percent(result["locales"]["unseen_counts"])
    order = sorted(network, key=lambda locale: mean(network[locale]))
    for x, locale in enumerate(order):
        axes.plot([x] * len(network[locale]), network[locale], "o", color=series["hidden"], ms=3, alpha=0.7)
    axes.plot([mean(network[locale]) for locale in order], "-", color=series["hidden"], lw=1, label="GRU")
    axes.plot([mean(counts[locale]) for locale in order], "s", mfc="none", color=series["baseline"], ms=5,
              label="counting")  # fmt: skip
    axes.set_xticks(range(len(order)), order, rotation=90, fontsize=8)
    axes.set(ylabel="dates right (%)", ylim=(-4, 104), xlim=(-0.7, len(order) - 0.3))
    axes.legend(fontsize=9)


def looks(figure, result, colours):
    """Where the decoder looked, for two dates."""
    shown = result["heatmaps"]["attention"][:2]
    for axes, heat in zip(figure.subplots(1, len(shown), squeeze=False)[0], shown, strict=True):
        heatmap(axes, heat, colours, rotation=0)


def _percent(tables: list[dict]) -> dict[str, list[float]]:
    return {
        locale: [100 * table[locale]["date"] / table[locale]["rows"] for table in tables]
        for locale in sorted(tables[0])
    }


FIGURES = {"dates-languages": (languages, (8.0, 3.6)), "dates-looks": (looks, (9.2, 3.4))}
