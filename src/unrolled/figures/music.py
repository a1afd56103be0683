"""Figures of the experiment `music`."""

from itertools import accumulate
from statistics import mean

from unrolled.tune_notes import read

LOOKS = {"lstm": ("hidden", "o-", "LSTM"), "counts": ("forget", "s--", "counts")}


def roll(figure, result, colours):
    """The tune that the page plays: pitch against time, with its bar lines."""
    axes = figure.subplots()
    shown = result["examples"]["lstm"][0]["shown"]
    pitches, starts, lengths = zip(*((int(p), start, n) for p, start, n in shown["roll"]), strict=True)
    axes.barh(pitches, [0.9 * n for n in lengths], left=starts, height=0.8, color=colours["series"]["hidden"])
    naturals = [p for p in range(min(pitches) - 1, max(pitches) + 2) if p % 12 in {0, 2, 4, 5, 7, 9, 11}]
    axes.set_yticks(naturals, ["C D EF G A B"[p % 12] for p in naturals], fontsize=8)
    bars = read(shown["line"]).bars
    ends = [float(8 * end) for end in accumulate(sum(note.length for note in bar.notes) for bar in bars)]
    axes.set(xlabel="time in eighth notes, a tick at each bar line", ylabel="pitch", xlim=(-0.5, ends[-1] + 0.5))
    crowded = [any(0 < other - end < 2 for other in ends) for end in ends]  # its number would touch the next
    axes.set_xticks(ends, ["" if close else f"{end:.0f}" for end, close in zip(ends, crowded, strict=True)], fontsize=8)
    axes.grid(True, axis="both")


def losses(figure, result, colours):
    """Left, loss by pass; right, the counts by length of context."""
    curves, counts = figure.subplots(1, 2, sharey=True)
    for key, name, style, label in (
        ("train_loss", "hidden", ":", "LSTM, training"), ("loss", "hidden", "-", "LSTM, validation"),
    ):  # fmt: skip
        rows = [[epoch[key] for epoch in seed] for seed in result["history"]]
        for row in rows:
            curves.plot(range(1, len(row) + 1), row, style, color=colours["series"][name], alpha=0.3, lw=0.9)
        middle = [mean(column) for column in zip(*rows, strict=False)]
        curves.plot(range(1, len(middle) + 1), middle, style, color=colours["series"][name], label=label)
    orders, values = zip(*((int(n), nll) for n, nll in result["valid"].items()), strict=True)
    curves.axhline(min(values), ls="--", color=colours["series"]["forget"], label="best counts, validation")
    counts.plot([n - 1 for n in orders], values, "s--", color=colours["series"]["forget"])
    curves.set(xlabel="pass over the tunes", ylabel="nats a character", title="LSTM")
    counts.set(xlabel="characters before the one predicted", title="Counts, validation")
    counts.set_xticks([n - 1 for n in orders])
    curves.legend(fontsize=8)


def judged(figure, result, colours):
    """By temperature: tunes that can be read, bars that are full, windows that are known."""
    titles = {"read": "Can be read (%)", "full": "Bars that are full (%)", "seen": "Known runs of 12 (%)"}
    for axes, (key, title) in zip(figure.subplots(1, 3), titles.items(), strict=True):
        for who, (colour, style, label) in LOOKS.items():
            verdicts = result["verdicts"][who]
            x = [float(t) for t in verdicts]
            for i in range(len(next(iter(verdicts.values())))):
                y = [runs[i][key] for runs in verdicts.values()]
                axes.plot(x, y, style[1:], color=colours["series"][colour], alpha=0.3, lw=0.9)
            middle = [mean(v[key] for v in runs) for runs in verdicts.values()]
            axes.plot(x, middle, style, color=colours["series"][colour], label=label)
        if key != "read":
            axes.axhline(result["people"][key], ls=":", color=colours["series"]["baseline"], label="people, test split")
        axes.set(xlabel="temperature", title=title, ylim=(0, 103) if key != "seen" else (0, None))
        axes.set_xticks(x)
    figure.axes[1].legend(fontsize=8, loc="center left")


FIGURES = {
    "music-roll": (roll, (8.0, 2.8)),
    "music-losses": (losses, (7.6, 3.2)),
    "music-judged": (judged, (8.4, 3.0)),
}
