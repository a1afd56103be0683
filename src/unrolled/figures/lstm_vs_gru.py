"""Figures of the experiment `lstm_vs_gru`."""

from statistics import mean

LOOKS = {  # colour, mark, line
    "LSTM": ("forget", "o", "-"),
    "LSTM chrono": ("cell", "D", "-"),
    "GRU": ("hidden", "s", "--"),
    "GRU wide": ("input", "P", "--"),
    "GRU chrono": ("candidate", "X", "--"),
    "RNN": ("baseline", "^", ":"),
    "RNN wide": ("output", "v", ":"),
}
TASKS = {"adding": "adding, T = 100", "twice": "adding, T = 200", "parity": "parity, T = 50"}


def solve(figure, result, colours):
    """Updates and processor seconds until solved, one dot a seed; a hollow one spent its budget unsolved."""
    grid = figure.subplots(2, 3, sharey="row")
    for column, (task, title) in enumerate(TASKS.items()):
        for row, what in enumerate(("updates", "seconds")):
            axes = grid[row][column]
            for at, (model, runs) in enumerate(result[task].items()):
                name, mark, _ = LOOKS[model]
                colour = colours["series"][name]
                for i, run in enumerate(runs):
                    inside = colour if run["solved"] else "none"
                    axes.plot(at + 0.1 * (i - (len(runs) - 1) / 2), run[what], mark, color=colour, mfc=inside, ms=4.5)
                axes.plot([at - 0.35, at + 0.35], [mean(run[what] for run in runs)] * 2, color=colour)
            axes.set_xticks(range(len(result[task])))
            axes.set_xticklabels(list(result[task]) if row else [], rotation=60, ha="right", rotation_mode="anchor")
            axes.set_yscale("log")
            ticks = {"updates": (200, 400, 800, 1600), "seconds": (0.5, 1, 2, 5, 10)}[what]
            axes.set_yticks(ticks, [f"{tick:,}" for tick in ticks])
            axes.set_yticks([], minor=True)
            if row == 0:
                axes.set_title(title)
            if column == 0:
                axes.set_ylabel({"updates": "updates", "seconds": "processor seconds"}[what])


def epochs(figure, result, colours):
    """Accuracy on the validation split of the sentences after each epoch: mean over seeds, and their range."""
    axes = figure.subplots()
    for model, runs in result["sentences"].items():
        name, mark, dash = LOOKS[model]
        colour = colours["series"][name]
        columns = [[100 * v for v in column] for column in zip(*(run["valid_accuracy"] for run in runs), strict=True)]
        x = range(1, len(columns) + 1)
        axes.fill_between(x, [min(c) for c in columns], [max(c) for c in columns], color=colour, alpha=0.12, lw=0)
        axes.plot(x, [mean(c) for c in columns], ls=dash, marker=mark, ms=5, color=colour, label=model)
    axes.set(xlabel="epochs", ylabel="validation accuracy, %", xticks=list(x), ylim=(45, 92))
    axes.legend(loc="upper left", ncols=3)


FIGURES = {"lstm-vs-gru-solve": (solve, (7.2, 5.2)), "lstm-vs-gru-epochs": (epochs, (7.2, 3.4))}
