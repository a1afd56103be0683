"""Figures of the experiment `sentiment`."""

from statistics import mean

import torch

NAMES = {
    "tfidf1": "counts of words",
    "tfidf2": "counts of words and pairs",
    "lstm": "LSTM",
    "bilstm": "bidirectional LSTM",
}
LOOKS = {"lstm": ("forget", "-"), "bilstm": ("input", "--")}


def curves(figure, result, colours):
    """Loss on both splits, and validation accuracy, by epoch: each seed thin, the mean thick."""
    losses, accuracy = figure.subplots(1, 2)
    for variant, seeds in result["curves"].items():
        name, dash = LOOKS[variant]
        colour = colours["series"][name]
        for axes, key, style, label in (
            (losses, "loss", dash, f"{NAMES[variant]}, validation"),
            (losses, "train_loss", ":", f"{NAMES[variant]}, training"),
            (accuracy, "accuracy", dash, NAMES[variant]),
        ):
            scale = 100 if key == "accuracy" else 1
            rows = [[scale * epoch[key] for epoch in seed] for seed in seeds]
            for row in rows:
                axes.plot(range(1, len(row) + 1), row, style, color=colour, alpha=0.3, lw=0.9)
            length = min(map(len, rows))
            middle = [mean(row[i] for row in rows) for i in range(length)]
            axes.plot(range(1, length + 1), middle, style, color=colour, label=label)
    losses.set(xlabel="epoch", ylabel="cross-entropy (nats)", title="Loss")
    accuracy.set(xlabel="epoch", ylabel="accuracy (%)", title="Validation accuracy")
    losses.legend(fontsize=8)
    accuracy.legend(loc="lower right", fontsize=8)


def confusion(figure, result, colours):
    """Confusion matrices, mean over seeds, side by side."""
    shown = [name for name in ("tfidf2", "lstm", "bilstm") if name in result["confusion"]]
    for axes, name in zip(figure.subplots(1, len(shown)), shown, strict=True):
        table = result["confusion"][name]
        for row in (0, 1):
            for column in (0, 1):
                right = row == column
                fill = colours["series"]["hidden"] if right else colours["accent"]
                share = table[row][column] / sum(table[row])
                axes.add_patch(square(column, row, fill, 0.15 + 0.35 * share))
                axes.text(column, row, f"{table[row][column]:.0f}", ha="center", va="center", fontsize=13)
        axes.set(xlim=(-0.5, 1.5), ylim=(1.5, -0.5), title=NAMES[name], xlabel="guessed", aspect="equal")
        axes.set_xticks([0, 1], ["negative", "positive"])
        axes.set_yticks([0, 1], ["negative", "positive"], rotation=90, va="center")
        axes.grid(False)
    figure.axes[0].set_ylabel("truth")


def square(x, y, colour, alpha):
    """One field of a confusion matrix."""
    from matplotlib.patches import Rectangle

    return Rectangle((x - 0.48, y - 0.48), 0.96, 0.96, color=colour, alpha=alpha, lw=0)


def by_length(figure, result, colours):
    """Accuracy by length of the review."""
    axes = figure.subplots()
    bins = [b for b in result["errors"]["by_length"] if b["reviews"]]
    labels = [f"{b['from']}–{b['to'] - 1}" if b is not bins[-1] else f"{b['from']}+" for b in bins]
    looks = (("tfidf2", "baseline", "s--"), ("lstm", "forget", "o-"))
    for name, colour, marker in looks:
        y = [b["accuracy"][name] for b in bins]
        axes.plot(labels, y, marker, color=colours["series"][colour], label=NAMES[name])
    for i, b in enumerate(bins):
        axes.annotate(f"{b['reviews']} reviews", (i, 0.02), xycoords=("data", "axes fraction"), ha="center", fontsize=8,
                      color=colours["muted"])  # fmt: skip
    low = min(min(b["accuracy"].values()) for b in bins)
    axes.set(xlabel="length of the review in tokens", ylabel="test accuracy (%)", ylim=(low - 4, 100))
    axes.legend(loc="upper right")


def trajectory(figure, result, colours):
    """The verdict on a sentence after each of its words."""
    axes = figure.subplots()
    tokens = result["trajectory"]["tokens"]
    chance = torch.sigmoid(torch.tensor(result["trajectory"]["log_odds"])).mul(100).tolist()
    x = list(range(len(tokens)))
    axes.axhline(50, color=colours["muted"], lw=1)
    axes.plot(x, chance, "-", color=colours["series"]["hidden"], lw=2.2)
    good = [c >= 50 for c in chance]
    for wanted, colour, marker in ((True, "candidate", "o"), (False, "forget", "s")):
        points = [(i, c) for i, c, g in zip(x, chance, good, strict=True) if g is wanted]
        if points:
            axes.plot(*zip(*points, strict=True), marker, color=colours["series"][colour], ms=6)
    axes.set_xticks(x, tokens, rotation=60, ha="right", rotation_mode="anchor")
    axes.set(ylabel="positive, by the LSTM (%)", ylim=(-4, 104), xlim=(-0.6, len(tokens) - 0.4))
    axes.grid(axis="x", visible=False)


FIGURES = {
    "sentiment-curves": (curves, (8.0, 3.6)),
    "sentiment-confusion": (confusion, (8.0, 3.2)),
    "sentiment-length": (by_length, (7.2, 3.6)),
    "sentiment-trajectory": (trajectory, (8.0, 3.8)),
}
