"""Figures of the experiment `handwriting`."""

from statistics import mean

ACROSS = 8  # drawings in a row
HALF = 5.45  # of the side of the square that KanjiVG draws on


def drawn(figure, result, colours):
    """Rows: drawings of KanjiVG, and of the LSTM at each temperature."""
    rows = {"KanjiVG": result["people"]["shown"]} | {f"τ = {t}": found for t, found in result["shown"].items()}
    grid = figure.subplots(len(rows), ACROSS)
    frame = colours["grid"]
    for line, (name, drawings) in zip(grid, rows.items(), strict=True):
        colour = colours["series"]["baseline" if name == "KanjiVG" else "hidden"]
        for axes, strokes in zip(line, drawings, strict=False):
            for stroke in strokes:
                x, y = zip(*stroke, strict=True)
                axes.plot(x, y, color=colour, lw=1.6, solid_capstyle="round", solid_joinstyle="round")
        for axes in line:
            axes.plot(
                [-HALF, HALF, HALF, -HALF, -HALF], [-HALF, -HALF, HALF, HALF, -HALF], color=frame, lw=0.5, zorder=0
            )
            axes.set(xlim=(-8, 8), ylim=(8, -8), aspect="equal", xticks=[], yticks=[])
            axes.spines[:].set_visible(False)
        line[0].set_ylabel(name, rotation=0, ha="right", va="center")


def _curve(axes, rows, style, colour, label):
    for row in rows:
        axes.plot(range(1, len(row) + 1), row, style, color=colour, alpha=0.3, lw=0.9)
    middle = [mean(column) for column in zip(*rows, strict=False)]
    axes.plot(range(1, len(middle) + 1), middle, style, color=colour, label=label)


def curves(figure, result, colours):
    """Left, the reader's accuracy by pass; right, the writer's loss by pass; baselines as lines."""
    reading, drawing = figure.subplots(1, 2)
    series = colours["series"]
    rows = [[epoch["accuracy"] for epoch in seed] for seed in result["reader"]]
    _curve(reading, rows, "-", series["hidden"], "GRU on strokes")
    names = {
        "picture": ("logistic regression on a picture", "forget", "--"),
        "knn": ("nearest neighbours", "baseline", ":"),
    }
    for who, (label, colour, style) in names.items():
        reading.axhline(max(result["valid"][who].values()), ls=style, color=series[colour], label=label)
    for key, style, label in (("train_loss", ":", "LSTM, training"), ("loss", "-", "LSTM, validation")):
        _curve(drawing, [[epoch[key] for epoch in seed] for seed in result["writer"]], style, series["hidden"], label)
    drawing.axhline(result["gaussian"]["2"]["loss"], ls="--", color=series["forget"], label="linear Gaussian, test")
    reading.set(xlabel="pass", ylabel="accuracy (%)", title="Reading, validation", ylim=(40, 101))
    drawing.set(xlabel="pass", ylabel="nats a point", title="Drawing")
    reading.legend(fontsize=8, loc="lower right")
    drawing.legend(fontsize=8)


FIGURES = {
    "handwriting-drawn": (drawn, (8.0, 5.2)),
    "handwriting-curves": (curves, (8.0, 3.2)),
}
