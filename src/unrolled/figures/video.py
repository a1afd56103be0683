"""Figures of the experiment `video`."""

from math import log
from statistics import mean

READERS = {
    "gru": ("GRU over frames", "hidden"),
    "mean": ("mean frame", "baseline"),
    "middle": ("middle frame", "input"),
}
QUESTIONS = ("digit", "direction", "speed", "all")
WORDS = 5  # of a caption, with its end mark
HATCHES = ("", "//", "..")


def answers(figure, result, colours):
    """Accuracy of each question for each reader: bars, and a point for each seed."""
    axes = figure.subplots()
    for k, (how, (label, colour)) in enumerate(READERS.items()):
        series = colours["series"][colour]
        for i, question in enumerate(QUESTIONS):
            found = [s[question] for s in result["class"][how]["scores"]]
            x = i + 0.26 * (k - 1)
            axes.bar(x, mean(found), 0.24, color=series, alpha=0.75, hatch=HATCHES[k], label=label if not i else None)
            axes.plot([x] * len(found), found, ".", color=colours["ink"], ms=4)
    axes.set_xticks(range(4), ["digit", "direction", "speed", "all three"])
    axes.set(ylabel="test accuracy (%)", ylim=(0, 118))
    axes.legend(fontsize=8, ncols=3, loc="upper center")


def clips(figure, result, colours):
    """Three clips of the test, frame by frame, with what the captioner wrote of each."""
    shown = [e for e in result["examples"] if e["frames"]]
    for part, example in zip(figure.subfigures(len(shown)), shown, strict=True):
        verdict = "right" if example["truth"] == example["caption"] else f"truth: {example['truth']}"
        part.suptitle(f"“{example['caption']}” ({verdict})", fontsize=9, color=colours["ink"])
        for axes, frame in zip(part.subplots(1, len(example["frames"])), example["frames"], strict=True):
            axes.imshow(frame, cmap="gray", vmin=-30, vmax=120)
            axes.set_xticks([])
            axes.set_yticks([])
            axes.grid(False)


def losses(figure, result, colours):
    """Loss of captions on the validation split, epoch by epoch, between two that need no training to be known."""
    axes = figure.subplots()
    styles = {"gru": "-", "mean": "--", "middle": "-."}
    for how, (label, colour) in READERS.items():
        curve = result["caption"][how]["valid_loss"]
        x = range(1, len(curve) + 1)
        axes.plot(x, curve, styles[how], color=colours["series"][colour], label=label)
    hasty = result["hasty"]["gru"]["valid_loss"]
    axes.plot(
        range(1, len(hasty) + 1), hasty, ":", lw=2, color=colours["series"][READERS["gru"][1]], label="GRU, in haste"
    )
    known = (((10, 4, 2), "knows the grammar alone"), ((10,), "knows all but the digit"))
    for unknown, text in known:
        height = sum(map(log, unknown)) / WORDS
        axes.axhline(height, ls=":", color=colours["ink"], lw=1)
        axes.text(len(curve), height + 0.01, text, ha="right", va="bottom", fontsize=9, color=colours["ink"])
    axes.set(xlabel="epoch", ylabel="loss a word (nats)", ylim=(0, 1.2))
    axes.legend(loc="upper right", fontsize=8)


FIGURES = {
    "video-answers": (answers, (7.6, 3.6)),
    "video-clips": (clips, (7.6, 5.2)),
    "video-losses": (losses, (7.6, 3.4)),
}
