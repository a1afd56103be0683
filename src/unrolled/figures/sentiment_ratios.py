"""Figure of the experiment `sentiment_ratios`."""

from statistics import mean

LOOKS = {  # of a variant: its name, its colour, its line
    "ratios": ("words and ratios", "hidden", "-"),
    "words": ("words alone", "forget", "--"),
    "leaking": ("ratios that leak", "baseline", ":"),
}
LINES = {"counts": ("words and pairs counted", "--"), "means": ("means of the ratios", ":")}


def curves(figure, result, colours):
    """Loss by epoch, in training and on validation, and the test accuracy of every seed."""
    training, valid, test = figure.subplots(1, 3, width_ratios=(1, 1, 1.1))
    for axes, key, title in ((training, "train_loss", "Training loss"), (valid, "loss", "Validation loss")):
        for variant, seeds in result["curves"].items():
            name, role, dash = LOOKS[variant]
            rows = [[epoch[key] for epoch in seed] for seed in seeds]
            middle = [mean(row[i] for row in rows) for i in range(min(map(len, rows)))]
            for row in rows:
                axes.plot(range(1, len(row) + 1), row, dash, color=colours["series"][role], alpha=0.3, lw=0.9)
            steps = range(1, len(middle) + 1)
            axes.plot(steps, middle, dash, color=colours["series"][role], marker="o", ms=4, label=name)
        axes.set(xlabel="epoch", title=title, ylim=(0, None))
        axes.set_xticks(range(1, 1 + max(len(seed) for seeds in result["curves"].values() for seed in seeds)))
    training.set_ylabel("cross-entropy (nats)")
    for at, variant in enumerate(reversed(list(result["curves"]))):
        data = result["values"][f"{variant}.test_accuracy"]["data"]
        colour = colours["series"][LOOKS[variant][1]]
        test.plot(data, [at] * len(data), "o", color=colour, ms=5, alpha=0.8)
        test.plot([mean(data)] * 2, [at - 0.25, at + 0.25], color=colour, lw=2.4)
    for key, (name, dash) in LINES.items():
        where = result["values"][f"{key}.test_accuracy"]["data"][0]
        test.axvline(where, color=colours["muted"], ls=dash, lw=1.4, label=name)
    test.set_yticks(range(len(result["curves"])), [LOOKS[v][0] for v in reversed(list(result["curves"]))])
    test.set(xlabel="test accuracy (%)", title="Test", ylim=(-0.6, len(result["curves"]) + 0.4))
    test.grid(axis="y", visible=False)
    test.legend(loc="upper left", fontsize=7)


FIGURES = {"sentiment-ratios": (curves, (9.0, 3.4))}
