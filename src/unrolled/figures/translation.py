"""Figures of the experiment `translation`."""

from statistics import mean

from unrolled.figures.heatmap import heatmap

ARMS = {
    "attention": ("with attention", "hidden", "o", "-"),
    "bottleneck": ("through one vector", "input", "v", "--"),
}
PAIRS = {"de_en": "German to English", "en_fr": "English to French", "dates": "dates into English"}


def lengths(figure, result, colours):
    """BLEU against the length of the source: each seed a mark, the mean a line."""
    axes = figure.subplots()
    for name, rows in result["lengths"].items():
        pair, arm = name.split(".")
        if pair != next(iter(result["lengths"])).split(".")[0]:
            continue
        label, colour, mark, style = ARMS[arm]
        rows = [row for row in rows if row["bleu"]]
        words, tone = [row["words"] for row in rows], colours["series"][colour]
        axes.plot(words, [mean(row["bleu"]) for row in rows], style, color=tone, label=label)
        for x, row in zip(words, rows, strict=True):
            axes.plot([x] * len(row["bleu"]), row["bleu"], mark, color=tone, ms=4)
    axes.set(xlabel="words in the source", ylabel="BLEU", ylim=(0, None))
    axes.legend(fontsize=9)


def looks(figure, result, colours):
    """Where the decoder looked, for two test sentences."""
    shown = next(heats for heats in result["heatmaps"].values() if heats)[:2]
    for axes, heat in zip(figure.subplots(1, len(shown), squeeze=False)[0], shown, strict=True):
        heatmap(axes, heat, colours)


def curves(figure, result, colours):
    """Teacher-forced validation loss and greedy validation BLEU after each epoch."""
    left, right = figure.subplots(1, 2)
    for name, seeds in result["curves"].items():
        pair, arm = name.split(".")
        label, colour, mark, style = ARMS[arm]
        tone = colours["series"]["cell"] if pair == "en_fr" else colours["series"][colour]
        for k, epochs in enumerate(seeds):
            steps, shown = range(1, len(epochs) + 1), f"{PAIRS[pair]}, {label}" if k == 0 else None
            left.plot(steps, [e["loss"] for e in epochs], style, marker=mark, color=tone, lw=1.2, ms=3, label=shown)
            right.plot(steps, [e["score"] for e in epochs], style, marker=mark, color=tone, lw=1.2, ms=3)
    left.set(xlabel="epoch", ylabel="loss (nats a subword)", title="teacher-forced loss")
    right.set(xlabel="epoch", ylabel="BLEU", title="what is written, greedily")
    left.legend(fontsize=8)


FIGURES = {
    "translation-lengths": (lengths, (7.2, 3.4)),
    "translation-looks": (looks, (9.6, 4.4)),
    "translation-curves": (curves, (9.2, 3.4)),
}
