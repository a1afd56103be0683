"""Figures of the experiment `language_model`."""

from statistics import mean

LOOKS = {"gru": ("GRU", "hidden", "o-"), "transformer": ("transformer", "input", "s--")}
COUNTS = {"pairs": "counts of pairs", "triples": "counts of triples", "fives": "counts of five"}


def curves(figure, result, colours):
    """Validation loss against the processor time spent, each seed thin, the mean thick, counts as levels."""
    axes = figure.subplots()
    for variant, (name, colour, style) in LOOKS.items():
        rows = [[mark["loss"] for mark in spent["marks"]] for spent in result["curves"][variant]]
        seconds = [mark["seconds"] for mark in result["curves"][variant][0]["marks"]]
        for row in rows:
            axes.plot(seconds, row, style[1:], color=colours["series"][colour], alpha=0.35, lw=0.9)
        middle = [mean(column) for column in zip(*rows, strict=True)]
        axes.plot(seconds, middle, style, color=colours["series"][colour], ms=5, label=name)
    for key, name in COUNTS.items():
        level = result["baselines"][key]
        axes.axhline(level, color=colours["series"]["baseline"], ls=":", lw=1.4)
        axes.text(5, level + 0.012, name, color=colours["muted"], fontsize=8, va="bottom")
    axes.set(
        xscale="log", xlabel="processor time spent (s, logarithmic)", ylabel="validation loss (nats per character)",
    )  # fmt: skip
    ticks = [5, 10, 20, 40, 80, 160, 320]
    axes.set_xticks(ticks, [str(tick) for tick in ticks])
    axes.minorticks_off()
    axes.legend(loc="upper right")


FIGURES = {"language-model-curves": (curves, (7.2, 4.0))}
