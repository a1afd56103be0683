"""Figures of the experiment `bugs`."""

from statistics import mean


def damage(figure, result, colours):
    """Test accuracy with each bug, one dot a seed: filled in batches, open one at a time."""
    axes = figure.subplots()
    names = list(result["damage"])
    for row, name in enumerate(names):
        for what, shift, face in (("batches", -0.14, colours["series"]["forget"]), ("alone", 0.14, "none")):
            found = [run[what] for run in result["damage"][name]]
            axes.plot(found, [row + shift] * len(found), "o", ms=5, mfc=face, mec=colours["series"]["forget"])
    axes.axvline(mean(run["batches"] for run in result["damage"]["none"]), color=colours["series"]["baseline"], ls=":")
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.set(xlabel="test accuracy in %")


def growth(figure, result, colours):
    """Processor time of each chunk, with the state detached and not."""
    axes = figure.subplots()
    for name, role, dash in (("carried", "candidate", "-"), ("detached", "forget", "--")):
        found = [1000 * s for s in result["growth"][name]]
        axes.plot(range(1, len(found) + 1), found, dash, color=colours["series"][role], label=name)
    axes.set(xlabel="chunk", ylabel="processor time in ms")
    axes.set_ylim(bottom=0)
    axes.legend(loc="upper left")


FIGURES = {"bugs-damage": (damage, (7.2, 4.0)), "bugs-growth": (growth, (7.2, 3.0))}
