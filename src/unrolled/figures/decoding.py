"""Figures of the experiment `decoding`."""

from statistics import mean

ALPHAS = (
    ("0", "no normalisation", "output", ":", "D"),
    ("06", "α = 0.6", "hidden", "-", "o"),
    ("12", "α = 1.2", "input", "--", "s"),
)
WAYS = {
    "greedy": ("greedy", "output", "D"),
    "beam5": ("beam of 5", "cell", "s"),
    "sample_t05": ("temperature 0.5", "input", "^"),
    "sample_k5": ("top-k, 5", "forget", "v"),
    "sample_p09": ("nucleus, 0.9", "candidate", "P"),
    "sample_t1": ("sampling", "hidden", "o"),
    "books": ("the books", "baseline", "*"),
}


def width(figure, result, colours):
    """BLEU and length of what is written against the width of the beam, for three strengths of normalisation."""
    rows, x = result["telegrams"], result["config"]["telegrams"]["widths"]
    panels = figure.subplots(1, 2)
    for axes, part in zip(panels, ("bleu", "words"), strict=True):
        for alpha, label, series, dash, marker in ALPHAS:
            seeds = [[row["ways"][f"beam{k}_a{alpha}"][part] for k in x] for row in rows]
            colour = colours["series"][series]
            for seed in seeds:
                axes.plot(x, seed, ls=dash, color=colour, alpha=0.3, lw=0.9)
            middle = [mean(column) for column in zip(*seeds, strict=True)]
            axes.plot(x, middle, ls=dash, marker=marker, ms=5, color=colour, label=label)
        axes.set(xscale="log", xlabel="width of the beam")
        axes.set_xticks(x, [str(k) for k in x], minor=False)
        axes.minorticks_off()
    meant = rows[0]["reference"]["words"]
    panels[1].axhline(meant, color=colours["series"]["baseline"], lw=1)
    panels[1].annotate("clauses meant", (x[-1], meant), ha="right", va="bottom", color=colours["muted"])
    panels[0].set(ylabel="BLEU")
    panels[1].set(ylabel="words a clause")
    panels[1].legend(loc="center right")


def repetition(figure, result, colours):
    """What share of a text was there before, against how likely the model finds it; a point for each seed."""
    axes = figure.subplots()
    for way, (label, series, marker) in WAYS.items():
        points = [row[way] for row in result["texts"]]
        size = 80 if way == "books" else 36
        axes.scatter(
            [point["nats"] for point in points], [point["repeated"] for point in points],
            color=colours["series"][series], marker=marker, s=size, label=label,
        )  # fmt: skip
    axes.set(xlabel="loss of the text by the model itself (nats per character)", ylabel="said again (%)")
    axes.legend(loc="upper right", fontsize=8)


FIGURES = {"decoding-width": (width, (8.0, 3.6)), "decoding-repetition": (repetition, (7.2, 3.8))}
