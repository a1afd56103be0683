"""Figures of the experiment `encoder_decoder`."""

ROLES = {
    "one vector": ("forget", "-", "o"),
    "one vector, twice as wide": ("input", "--", "s"),
    "one vector, scheduled sampling": ("candidate", "-.", "^"),
    "attention": ("hidden", "-", "D"),
}
STEPWISE = ("one vector", "one vector, scheduled sampling", "attention")


def bottleneck(figure, result, colours):
    """Clauses without a mistake by length, and the loss at each step: taught solid, on its own dashed."""
    left, right = figure.subplots(1, 2)
    curves = result["curves"]
    for name, (role, dash, marker) in ROLES.items():
        colour = colours["series"][role]
        left.plot(curves["bins"], curves["exact"][name], ls=dash, color=colour, marker=marker, ms=4, label=name)
    left.set(xlabel="words of the clause", ylabel="clauses without a mistake, %", ylim=(-3, 103))
    left.tick_params(axis="x", labelsize=8)
    for name in STEPWISE:
        role, _, marker = ROLES[name]
        for way, dash in (("forced", "-"), ("free", "--")):
            losses = curves[way][name]
            steps = range(1, len(losses) + 1)
            right.plot(steps, losses, ls=dash, color=colours["series"][role], marker=marker, ms=3)
    right.set(xlabel="step", ylabel="loss, nats", ylim=(0, None))
    figure.legend(*left.get_legend_handles_labels(), loc="outside lower center", ncols=2)


FIGURES = {"encoder-decoder-bottleneck": (bottleneck, (7.2, 4.2))}
