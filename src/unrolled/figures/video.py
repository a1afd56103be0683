"""Figures of the experiment `video`."""

from statistics import mean

READERS = {
    "gru": ("GRU over frames", "hidden"),
    "mean": ("mean frame", "baseline"),
    "middle": ("middle frame", "input"),
}
QUESTIONS = ("digit", "direction", "speed", "all")
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
    grid = figure.subplots(len(shown), len(shown[0]["frames"]))
    for row, example in zip(grid, shown, strict=True):
        for axes, frame in zip(row, example["frames"], strict=True):
            axes.imshow(frame, cmap="gray", vmin=-30, vmax=120)
            axes.set_xticks([])
            axes.set_yticks([])
            axes.grid(False)
        verdict = "right" if example["truth"] == example["caption"] else f"truth: {example['truth']}"
        row[0].set_title(f"“{example['caption']}” ({verdict})", loc="left", fontsize=9, color=colours["ink"])


FIGURES = {"video-answers": (answers, (7.6, 3.6)), "video-clips": (clips, (7.6, 5.2))}
