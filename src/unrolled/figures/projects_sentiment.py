"""Figures of the experiment `projects_sentiment`."""


def reliability(figure, result, colours):
    """Probability said against share of positive texts, with and without the temperature."""
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], ls=":", color=colours["series"]["baseline"], label="keeps its word")
    for name, series, dash, label in (
        ("raw", "input", "s--", "as trained"),
        ("kept", "forget", "o-", "with temperature"),
    ):
        bins = result["bins"][name]
        axes.plot([p for _, p, _ in bins], [share for _, _, share in bins], dash, color=colours["series"][series],
                  label=label)  # fmt: skip
    axes.set(xlabel="probability of positive", ylabel="share that is positive", xlim=(0, 1), ylim=(0, 1))
    axes.legend()


FIGURES = {"sentiment-pipeline-reliability": (reliability, (5.6, 4.4))}
