"""Figures of the experiment `training_loop`."""

import math
from statistics import mean

BASELINES = {"unigram": (0, (1, 2)), "bigram": "-.", "trigram": "--"}


def whole(figure, result, colours):
    """Bits per character on validation data by epoch, and what counting gets."""
    axes = figure.subplots()
    rows = [[loss / math.log(2) for loss in curve["loss"]] for curve in result["whole"]]
    x = range(1, len(rows[0]) + 1)
    for row in rows:
        axes.plot(x, row, color=colours["series"]["forget"], alpha=0.35, lw=0.9)
    axes.plot(x, [mean(c) for c in zip(*rows, strict=True)], "o-", color=colours["series"]["forget"], label="GRU")
    for name, dash in BASELINES.items():
        level = result["baselines"][name] / math.log(2)
        axes.axhline(level, ls=dash, color=colours["series"]["baseline"], lw=1.4, label=f"counts, {name}")
    axes.set(xlabel="epoch", ylabel="bits per character", xticks=list(x), ylim=(2, None))
    axes.legend()


def few(figure, result, colours):
    """Training and validation loss on few sentences: each seed thin, the mean thick, and where patience 2 stops."""
    axes = figure.subplots()
    for key, name, dash, label in (
        ("loss", "forget", "-", "validation"),
        ("train_loss", "input", "--", "training"),
    ):
        rows = [curve[key] for curve in result["few"]]
        x = range(1, len(rows[0]) + 1)
        for row in rows:
            axes.plot(x, row, ls=dash, color=colours["series"][name], alpha=0.35, lw=0.9)
        middle = [mean(c) for c in zip(*rows, strict=True)]
        axes.plot(x, middle, ls=dash, color=colours["series"][name], label=label)
    for i, stop in enumerate(result["values"]["few.stop_epoch"]["data"]):
        loss = result["few"][i]["loss"][int(stop) - 1]
        label = "stops with patience 2" if i == 0 else None
        axes.plot([stop], [loss], "s", color=colours["accent"], ms=7, label=label)
    axes.set(xlabel="epoch", ylabel="nats per character")
    axes.legend()


FIGURES = {"training-loop-whole": (whole, (7.2, 3.6)), "training-loop-few": (few, (7.2, 3.6))}
