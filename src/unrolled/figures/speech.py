"""Figures of the experiment `speech`."""

from statistics import mean

SPEAKERS = ("george", "jackson", "nicolas", "theo", "yweweler")
HOW = {
    "mean": ("one mean, logistic regression", "baseline", "s:"),
    "thirds": ("three means, logistic regression", "cell", "d:"),
    "plain": ("GRU", "forget", "^--"),
    "centred": ("GRU, centred", "input", "o-"),
    "noise": ("GRU, centred, noise", "candidate", "v-."),
    "speed": ("GRU, centred, speed", "hidden", "P--"),
}
HOP_SECONDS = 0.02


def speakers(figure, result, colours):
    """Accuracy on each speaker held out, and on known speakers at the right."""
    axes = figure.subplots()
    places = (*SPEAKERS, "known")
    for k, (how, (label, colour, style)) in enumerate(HOW.items()):
        scores = [result["values"][f"digits.{how}.{place}.accuracy"]["data"] for place in places]
        middle = [mean(s) for s in scores]
        series = colours["series"][colour]
        axes.plot(range(5), middle[:5], style, color=series, label=label, ms=5)
        beside = 5 + 0.1 * (k - 2.5)  # at the right there are no lines to follow, so the points stand side by side
        axes.plot([beside], middle[5:], style[0], color=series, ms=5)
        for x, found in zip((*range(5), beside), scores, strict=True):
            axes.plot([x] * len(found), found, style[0], color=series, alpha=0.35, ms=3)
    axes.axvline(4.5, color=colours["muted"], lw=1)
    axes.set_xticks(range(6), [*SPEAKERS, "all speakers\nknown"])
    axes.set(xlabel="speaker held out", ylabel="test accuracy (%)", ylim=(0, 102))
    axes.legend(fontsize=8, ncols=2, loc="lower left")


def string(figure, result, colours):
    """Features of one string of digits, and beneath them the probability of each digit."""
    picture = result["picture"]
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(3, 2))
    frames = len(picture["features"])
    end = frames * HOP_SECONDS
    columns = list(zip(*picture["features"], strict=True))
    above.imshow(
        columns, origin="lower", aspect="auto", extent=(0, end, 0, len(columns)), cmap="viridis", vmin=-2, vmax=3
    )
    above.set(ylabel="band", title=f"{picture['speaker']} says {' '.join(map(str, picture['digits']))}")
    above.grid(False)
    seconds = [(i + 0.5) * HOP_SECONDS for i in range(frames)]
    looks = ("forget", "input", "candidate", "output", "cell")
    said = list(dict.fromkeys(picture["digits"]))
    for look, digit in zip(looks, said, strict=False):
        p = [frame[digit + 1] for frame in picture["probability"]]
        below.plot(seconds, p, color=colours["series"][look])
        tops = [i for i in range(1, frames - 1) if p[i] > 0.5 and p[i - 1] < p[i] >= p[i + 1]]
        for top in tops:
            below.annotate(str(digit), (seconds[top], p[top]), xytext=(0, 3), textcoords="offset points", ha="center")
    blank = [frame[0] for frame in picture["probability"]]
    below.plot(seconds, blank, ":", color=colours["series"]["baseline"], label="blank")
    below.set(xlabel="seconds", ylabel="probability", ylim=(-0.03, 1.2))
    below.legend(fontsize=8, loc="center right")


def confusion(figure, result, colours):
    """Which digit is taken for which, all speakers held out in turn, in per cent of the true digit."""
    from matplotlib.patches import Rectangle

    axes = figure.subplots()
    total = [[0.0] * 10 for _ in range(10)]
    for speaker in SPEAKERS:
        for table in result["tables"][speaker]:
            for i in range(10):
                for j in range(10):
                    total[i][j] += table[i][j]
    for i, row in enumerate(total):
        for j, count in enumerate(row):
            share = 100 * count / sum(row)
            colour = colours["series"]["hidden"] if i == j else colours["accent"]
            axes.add_patch(
                Rectangle((j - 0.48, i - 0.48), 0.96, 0.96, color=colour, alpha=min(1, share / 100) * 0.6, lw=0)
            )
            if share >= 0.5:
                axes.text(j, i, f"{share:.0f}", ha="center", va="center", fontsize=9)
    axes.set(xlim=(-0.5, 9.5), ylim=(9.5, -0.5), xlabel="guessed", ylabel="said", aspect="equal")
    axes.set_xticks(range(10))
    axes.set_yticks(range(10))
    axes.grid(False)


FIGURES = {
    "speech-speakers": (speakers, (8.0, 4.2)),
    "speech-string": (string, (8.0, 4.6)),
    "speech-confusion": (confusion, (5.2, 5.0)),
}
