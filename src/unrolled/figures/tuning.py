"""Figures of the experiment `tuning`."""

from statistics import mean

STYLES = {"adamw": ("forget", "o"), "rmsprop": ("candidate", "^"), "sgd": ("hidden", "s")}


def rates(figure, result, colours):
    """Mean validation accuracy of each setting against its learning rate, with a bar over its seeds."""
    axes = figure.subplots()
    for optimizer, (role, mark) in STYLES.items():
        rows = [row for row in result["sweep"] if row["optimizer"] == optimizer]
        x, y = [row["learning_rate"] for row in rows], [mean(row["valid"]) for row in rows]
        bars = [[m - min(row["valid"]) for m, row in zip(y, rows, strict=True)]]
        bars.append([max(row["valid"]) - m for m, row in zip(y, rows, strict=True)])
        axes.errorbar(x, y, yerr=bars, fmt=mark, ms=6, lw=1, color=colours["series"][role], label=optimizer)
    axes.axhline(50, color=colours["series"]["baseline"], ls=":")
    axes.set_xscale("log")
    axes.set(xlabel="learning rate", ylabel="validation accuracy in %")
    axes.legend(loc="lower left")


def best(figure, result, colours):
    """Expected best validation accuracy against the number of settings tried."""
    axes = figure.subplots()
    found = result["expected"]
    axes.plot(range(1, len(found) + 1), found, color=colours["series"]["forget"])
    axes.set(xlabel="settings tried, n", ylabel="expected best in validation, %")


FIGURES = {"tuning-rates": (rates, (7.2, 3.8)), "tuning-best": (best, (7.2, 2.8))}
