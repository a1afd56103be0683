"""Figures of the experiment `bptt`."""

from statistics import mean

MODES = {"carried": ("forget", "-", "o"), "reset": ("input", "--", "s")}
LENGTHS = {"4": ("output", "--"), "8": ("forget", "-"), "64": ("candidate", "-.")}


def length(figure, result, colours):
    """Share of signs echoed rightly at the end, against the length of a chunk, a panel for each delay."""
    panels = figure.subplots(1, len(result["config"]["bptt"]["delays"]), sharey=True)
    for axes, delay in zip(panels, result["learning"]["carried"], strict=True):
        for mode, (name, dash, mark) in MODES.items():
            found = result["learning"][mode][delay]
            colour = colours["series"][name]
            ends = [[curve[-1] for curve in curves] for curves in found.values()]
            lengths = [int(k) for k in found]
            axes.fill_between(lengths, [min(e) for e in ends], [max(e) for e in ends], color=colour, alpha=0.18, lw=0)
            axes.plot(lengths, [mean(e) for e in ends], ls=dash, marker=mark, color=colour, label=f"state {mode}")
        baseline(axes, colours)
        axes.axvline(int(delay), color=colours["muted"], lw=1)
        axes.set_xscale("log", base=2)
        axes.set(xticks=lengths, xticklabels=list(found), xlabel="steps in a chunk", ylim=(35, 104))
        axes.set_title(f"echo after {delay} steps", fontsize="medium")
    panels[0].set_ylabel("signs right at the end, %")
    panels[0].legend(loc="lower right")


def lost(figure, result, colours):
    """Share of signs echoed rightly while training: the shortest delay, state carried, and the frozen control."""
    axes = figure.subplots()
    config = result["config"]["bptt"]
    delay = str(config["delays"][0])
    for k, (name, dash) in LENGTHS.items():
        draw(axes, result["learning"]["carried"][delay][k], config, colours["series"][name], dash, f"chunks of {k}")
    ((k, curves),) = result["learning"]["frozen"][delay].items()
    draw(axes, curves, config, colours["series"]["hidden"], ":", f"chunks of {k}, only the read-out learns")
    baseline(axes, colours)
    axes.set(xlabel="steps of the stream read", ylabel="signs right, %", ylim=(35, 104))
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2)  # above the lines


def draw(axes, curves, config, colour, dash, label):
    """Each seed thin, their mean thick."""
    x = [config["check_every"] * (i + 1) for i in range(len(curves[0]))]
    for curve in curves:
        axes.plot(x, curve, ls=dash, color=colour, alpha=0.3, lw=0.9)
    axes.plot(x, [mean(column) for column in zip(*curves, strict=True)], ls=dash, color=colour, label=label)


def baseline(axes, colours):
    """The line at half: a guess."""
    axes.axhline(50, color=colours["series"]["baseline"], ls=":", lw=1)


def cost(figure, result, colours):
    """Memory and processor time against the length of a chunk."""
    left, right = figure.subplots(1, 2)
    for axes, key, name, words in (
        (left, "memory", "cell", "kept for the way back, MiB"),
        (right, "seconds", "hidden", "processor time, s"),
    ):
        lengths = [int(k) for k in result[key]]
        colour = colours["series"][name]
        for column in zip(*result[key].values(), strict=True):
            axes.plot(lengths, column, color=colour, alpha=0.3, lw=0.9)
        axes.plot(lengths, [mean(v) for v in result[key].values()], marker="o", color=colour)
        axes.set_xscale("log", base=2)
        axes.set(xticks=lengths, xticklabels=list(result[key]), xlabel="steps in a chunk", ylabel=words)
    left.set_yscale("log")
    right.set_ylim(bottom=0)


FIGURES = {"bptt-length": (length, (7.2, 3.4)), "bptt-lost": (lost, (7.2, 3.6)), "bptt-cost": (cost, (7.2, 3.2))}
