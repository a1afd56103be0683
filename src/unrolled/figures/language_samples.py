"""Figures of the experiment `language_samples`."""

from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

WIDE = 60  # characters in a row of the coloured text


def lengths(figure, result, colours):
    """How long names are: those trained on, those drawn from counts, those written by the GRU."""
    axes = figure.subplots()
    shown = (
        ("names", "names trained on", "muted", "-"),
        ("triples", "drawn from counts of triples", "baseline", ":"),
        ("1.0", "written by the GRU, temperature 1", "hidden", "--"),
        ("0.5", "written by the GRU, temperature 0.5", "input", "-."),
    )
    for key, label, colour, style in shown:
        tone = colours["muted"] if colour == "muted" else colours["series"][colour]
        axes.plot(range(1, 15), result["lengths"][key][1:15], style, color=tone, label=label)
    axes.set(xlabel="letters in a name", ylabel="share of names (%)", ylim=(0, None))
    axes.legend(fontsize=9)


def unit(figure, result, colours):
    """A piece of text, each character on a ground that shows what the unit keeps after reading it."""
    axes = figure.subplots()
    shown = result["units"][0]["shown"]
    low, high = min(shown["cell"]), max(shown["cell"])
    row, column = 0, 0
    for character, value in zip(shown["text"], shown["cell"], strict=True):
        share = (value - low) / max(high - low, 1e-9)
        ground = colours["series"]["input"] if share > 0.5 else colours["series"]["forget"]
        strength = abs(2 * share - 1) * 0.75
        if character == "\n" or column == WIDE:
            row, column = row + 1, 0
        if character != "\n":
            axes.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, color=(*to_rgb(ground), strength), lw=0))
            axes.text(column, row, character, ha="center", va="center", family="DejaVu Sans Mono", fontsize=8)
            column += 1
    axes.set(xlim=(-1, WIDE), ylim=(row + 0.8, -0.8))
    axes.axis("off")


FIGURES = {
    "language-samples-lengths": (lengths, (7.2, 3.4)),
    "language-samples-unit": (unit, (8.0, 4.4)),
}
