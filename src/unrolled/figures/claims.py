"""Figure of the experiment `claims`."""


def places(figure, result, colours):
    """Right symbols at each place of the target, for both orders of reading the source."""
    axes = figure.subplots()
    for name, role, style in (("forwards", "hidden", "o--"), ("backwards", "forget", "s-")):
        found = result["places"][name]
        axes.plot(range(1, len(found) + 1), found, style, ms=5, color=colours["series"][role], label=f"source {name}")
    axes.axhline(result["values"]["guess"]["data"][0], color=colours["series"]["baseline"], ls=":", label="guessing")
    axes.set(xlabel="place in the target", ylabel="right symbols in %", ylim=(0, 102))
    axes.legend(loc="best")


FIGURES = {"claims-places": (places, (7.2, 3.2))}
