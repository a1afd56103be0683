"""Figures of the experiment `sentiment_pretrained`."""

from statistics import mean

from unrolled.figures.sentiment import square

LOOKS = {"pretrained": ("pre-trained", "hidden", "-"), "vectors": ("word vectors only", "forget", "--")}


def judging(figure, result, colours):
    """Validation loss and accuracy by epoch of fine-tuning: each seed thin, the mean thick."""
    losses, accuracy = figure.subplots(1, 2)
    for variant, seeds in result["curves"].items():
        name, role, dash = LOOKS[variant]
        colour = colours["series"][role]
        for axes, key, scale in ((losses, "loss", 1), (accuracy, "accuracy", 100)):
            rows = [[scale * epoch[key] for epoch in seed] for seed in seeds]
            for row in rows:
                axes.plot(range(1, len(row) + 1), row, dash, color=colour, alpha=0.3, lw=0.9)
            length = min(map(len, rows))
            middle = [mean(row[i] for row in rows) for i in range(length)]
            axes.plot(range(1, length + 1), middle, dash, marker="o", ms=4, color=colour, label=name)
            axes.set_xticks(range(1, length + 1))
    losses.set(xlabel="epoch on labels", ylabel="cross-entropy (nats)", title="Validation loss")
    accuracy.set(xlabel="epoch on labels", ylabel="accuracy (%)", title="Validation accuracy")
    accuracy.legend(loc="lower right", fontsize=8)


def confusion(figure, result, colours):
    """Confusion matrices, mean over seeds, side by side."""
    grid = figure.subplots(1, len(result["confusion"]), squeeze=False)[0]
    for axes, (name, table) in zip(grid, result["confusion"].items(), strict=True):
        for row in (0, 1):
            for column in (0, 1):
                fill = colours["series"]["hidden"] if row == column else colours["accent"]
                axes.add_patch(square(column, row, fill, 0.15 + 0.35 * table[row][column] / sum(table[row])))
                axes.text(column, row, f"{table[row][column]:.0f}", ha="center", va="center", fontsize=13)
        axes.set(xlim=(-0.5, 1.5), ylim=(1.5, -0.5), title=LOOKS[name][0], xlabel="guessed", aspect="equal")
        axes.set_xticks([0, 1], ["negative", "positive"])
        axes.set_yticks([0, 1], ["negative", "positive"], rotation=90, va="center")
        axes.grid(False)
    grid[0].set_ylabel("truth")


FIGURES = {
    "sentiment-pretrained": (judging, (8.0, 3.4)),
    "sentiment-pretrained-confusion": (confusion, (6.0, 3.2)),
}
