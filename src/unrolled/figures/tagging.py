"""Figures of the experiment `tagging`."""

from statistics import mean

ARMS = {
    "baseline": ("commonest tag", "baseline", "s"),
    "words": ("both ways, words alone", "output", "^"),
    "forward": ("forward alone", "input", "v"),
    "softmax": ("both ways, softmax", "hidden", "o"),
    "crf": ("both ways, CRF", "forget", "D"),
}
TASKS = {
    "truecase": ("capitals and marks", "words right (%)"),
    "atis": ("parts of speech", "words right (%)"),
    "address": ("addresses", "words right (%)"),
    "wnut": ("names", "F1 (%)"),
}


def scores(figure, result, colours):
    """The score of every model on every task: each seed a mark, the mean a line."""
    names = list(ARMS)[::-1]
    shown = [task for task in TASKS if f"{task}.baseline" in result["scores"]]
    panels = figure.subplots(1, len(shown), sharey=True, squeeze=False)[0]
    for axes, task in zip(panels, shown, strict=True):
        for y, arm in enumerate(names):
            data = result["scores"].get(f"{task}.{arm}")
            if data is None:
                continue
            _, series, marker = ARMS[arm]
            colour = colours["series"][series]
            axes.plot([mean(data)] * 2, [y - 0.3, y + 0.3], "-", color=colour, lw=2)
            axes.plot(data, [y] * len(data), marker, color=colour, ms=6, alpha=0.8)
        axes.set(title=TASKS[task][0], xlabel=TASKS[task][1], ylim=(-0.6, len(names) - 0.4))
        axes.margins(x=0.15)
        axes.grid(axis="y", visible=False)
    panels[0].set_yticks(range(len(names)), [ARMS[arm][0] for arm in names])


def chances(figure, result, colours):
    """Probability of each tag at each word of one made-up address."""
    table = result["marginals"]
    axes = figure.subplots()
    words, tags = table["words"], table["tags"]
    for x, row in enumerate(table["chance"]):
        for y, chance in enumerate(row):
            if chance > 0.01:
                axes.add_patch(_square(x, y, colours["series"]["hidden"], 0.1 + 0.4 * chance))
                axes.text(x, y, f"{100 * chance:.0f}", ha="center", va="center", fontsize=9)
    axes.set(xlim=(-0.5, len(words) - 0.5), ylim=(len(tags) - 0.5, -0.5))
    axes.set_xticks(range(len(words)), words)
    axes.set_yticks(range(len(tags)), tags)
    axes.grid(False)


def _square(x, y, colour, alpha):
    from matplotlib.patches import Rectangle

    return Rectangle((x - 0.48, y - 0.46), 0.96, 0.92, color=colour, alpha=alpha, lw=0)


def names(figure, result, colours):
    """Recall of names that stand in the training split, and of new ones."""
    axes, values = figure.subplots(), result["values"]
    arms = [arm for arm in ("baseline", "words", "softmax", "crf") if f"wnut.{arm}.recall_old" in values]
    every = values["wnut.names"]["data"][0]
    new = round(every * values["wnut.new"]["data"][0] / 100)
    looks = (
        ("recall_old", f"the {every - new} names seen in training", "input", -0.2, None),
        ("recall_new", f"the {new:,} new names", "forget", 0.2, "//"),
    )
    for key, label, series, shift, hatch in looks:
        data = [values[f"wnut.{arm}.{key}"]["data"] for arm in arms]
        x = [i + shift for i in range(len(arms))]
        bars, colour = [mean(d) for d in data], colours["series"][series]
        axes.bar(x, bars, 0.36, color=colour, alpha=0.75, hatch=hatch, label=label)
        for i, d in zip(x, data, strict=True):
            axes.plot([i] * len(d), d, ".", color=colours["ink"], ms=5)
    axes.set_xticks(range(len(arms)), [ARMS[arm][0].replace(", ", ",\n") for arm in arms])
    axes.set(ylabel="found (%)", ylim=(0, 105))
    axes.legend(loc="upper right")
    axes.grid(axis="x", visible=False)


def confused(figure, result, colours, most=6):
    """The commonest mistakes on parts of speech: true tag and tag given, in the mean over seeds."""
    arms = [arm for arm in ("baseline", "forward", "softmax") if f"atis.{arm}" in result["confused"]]
    panels = figure.subplots(1, len(arms), sharex=True, squeeze=False)[0]
    for axes, arm in zip(panels, arms, strict=True):
        pairs = result["confused"][f"atis.{arm}"][:most]
        title, series, _ = ARMS[arm]
        axes.barh(range(len(pairs)), [n for *_, n in pairs], 0.7, color=colours["series"][series], alpha=0.8)
        for y, (*_, n) in enumerate(pairs):
            axes.text(n + 1, y, f"{n:.0f}", va="center", fontsize=8)
        axes.set_yticks(range(len(pairs)), [f"{truth} → {given}" for truth, given, _ in pairs], fontsize=8)
        axes.set(title=title, xlabel="words", ylim=(most - 0.4, -0.6), xlim=(0, 78))
        axes.grid(axis="y", visible=False)


FIGURES = {
    "tagging-scores": (scores, (9.6, 3.4)),
    "tagging-chances": (chances, (8.4, 3.8)),
    "tagging-names": (names, (7.2, 3.6)),
    "tagging-confused": (confused, (9.2, 2.9)),
}
