"""The figure of the experiment `sentiment_speed`."""

from statistics import mean

FORMS = {
    "random_packed": "random, packed",
    "random_padded": "random, padded (not exact)",
    "bucketed_padded": "by length, padded (not exact)",
    "bucketed_flipped": "by length, turned within lengths",
    "budget_flipped": "by tokens, turned within lengths",
    "budget_flipped_fused": "the same, fused optimizer",
}
LOOKS = {"": ("kept", "forget", "o"), ".flushed": ("taken for zero", "hidden", "s")}


def speed(figure, result, colours):
    """Reviews a second in every form, denormal numbers kept and flushed: a mark for each draw, a bar for the mean."""
    axes = figure.subplots()
    keys = list(FORMS)[::-1]
    for place, (how, (name, role, mark)) in enumerate(LOOKS.items()):
        colour = colours["series"][role]
        for at, key in enumerate(keys):
            data = result["values"][key + how]["data"]
            y = at + 0.2 - 0.4 * place
            label = f"denormal numbers {name}" if at == 0 else None
            axes.barh(y, mean(data), height=0.34, color=colour, alpha=0.35, label=label)
            axes.plot(data, [y] * len(data), mark, color=colour, ms=4)
            axes.text(max(data) * 1.03, y, f" {mean(data):.2g}", va="center", fontsize=8)
    axes.set_yticks(range(len(keys)), [FORMS[key] for key in keys])
    axes.set(xlabel="reviews a second, one thread")
    axes.margins(x=0.1)
    axes.legend(loc="upper right", fontsize=8)
    axes.grid(axis="y", visible=False)


FIGURES = {"sentiment-speed": (speed, (7.6, 4.6))}
