"""Figures of the experiment `projects_translate`."""

from unrolled.figures.heatmap import heatmap


def looks(figure, result, colours):
    """The kept model while it was trained: held-out loss, and BLEU of what it writes, beside a lexicon."""
    left, right = figure.subplots(1, 2)
    steps, tone = [look["step"] for look in result["looks"]], colours["series"]["hidden"]
    left.plot(steps, [look["loss"] for look in result["looks"]], "o-", color=tone)
    right.plot(steps, [look["bleu"] for look in result["looks"]], "o-", color=tone, label="the network, greedy")
    level = result["values"]["de_en.literal"]["data"][0]
    right.axhline(level, ls="--", color=colours["series"]["baseline"], label="word by word (test lines)")
    left.set(xlabel="updates", ylabel="loss (nats a piece)")
    right.set(xlabel="updates", ylabel="BLEU", ylim=(0, None))
    right.legend(fontsize=9)


def alignment(figure, result, colours):
    """Where the kept model looked, word by word."""
    heatmap(figure.subplots(), result["alignment"], colours, rotation=45)


FIGURES = {
    "machine-translation-looks": (looks, (9.2, 3.4)),
    "machine-translation-alignment": (alignment, (7.2, 4.6)),
}
