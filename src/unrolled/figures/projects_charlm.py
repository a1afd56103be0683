"""Figures of the experiment `projects_charlm`."""

import math


def looks(figure, result, colours):
    """Bits per character of held-out text while the kept model was trained, beside a compressor."""
    axes = figure.subplots()
    steps = [look["step"] for look in result["looks"]]
    axes.plot(steps, [look["loss"] / math.log(2) for look in result["looks"]], "o-", color=colours["series"]["forget"],
              label="character model")  # fmt: skip
    level = result["values"]["test.xz"]["data"][0]
    axes.axhline(level, ls="--", color=colours["series"]["baseline"], label="compressor xz")
    axes.set(xlabel="updates", ylabel="bits per character")
    axes.legend()


FIGURES = {"character-model-looks": (looks, (7.2, 3.4))}
