"""Figures of the experiment `projects_chatbot`."""

import math

WAYS = ("people", "lot", "wild", "likeliest", "beam", "nearest", "frequent")


def looks(figure, result, colours):
    """Perplexity of held-out replies while the kept model was trained, beside counts of pieces on the test replies."""
    axes = figure.subplots()
    steps = [look["step"] for look in result["looks"]]
    axes.plot(steps, [math.exp(look["loss"]) for look in result["looks"]], "o-", color=colours["series"]["hidden"],
              label="chatbot, held-out replies")  # fmt: skip
    for key, style, label in (("one", ":", "counts of single pieces, test replies"),
                              ("counts", "--", "counts of three pieces, test replies"),
                              ("model", "-", "chatbot, test replies")):  # fmt: skip
        level = result["values"][f"{key}.perplexity"]["data"][0]
        series = colours["series"]["hidden" if key == "model" else "baseline"]
        axes.axhline(level, ls=style, lw=1, color=series, label=label)
    axes.set(xlabel="updates", ylabel="perplexity per piece", yscale="log")
    axes.minorticks_off()
    axes.set_yticks([50, 100, 200, 400], ["50", "100", "200", "400"])
    axes.legend(loc="center right", bbox_to_anchor=(1, 0.68))


def variety(figure, result, colours):
    """Distinct-2 and the share of generic replies, for people, four ways to choose, and two programs that look up."""
    left, right = figure.subplots(1, 2, sharey=True)
    names = WAYS[::-1]
    kinds = {"people": "forget", "nearest": "baseline", "frequent": "baseline"}
    fills = [colours["series"][kinds.get(name, "hidden")] for name in names]
    for axes, measure, label in ((left, "distinct_2", "distinct-2"), (right, "generic_percent", "generic replies, %")):
        data = [result["values"][f"{name}.{measure}"]["data"] for name in names]
        axes.barh(range(len(names)), [sum(d) / len(d) for d in data], color=fills)
        axes.set(xlabel=label)
    left.set_yticks(
        range(len(names)), [result["values"][f"{name}.distinct_2"]["label"].rsplit(":", 1)[0] for name in names]
    )


FIGURES = {"chatbot-looks": (looks, (7.2, 3.4)), "chatbot-variety": (variety, (8.6, 3.2))}
