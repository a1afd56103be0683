"""The command line: `python -m unrolled list | run <experiment> | exercises | data <verb> | figures`."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from unrolled.data.command import data
from unrolled.exercises.commands import HERE, Folder
from unrolled.exercises.commands import app as exercises
from unrolled.projects.lazy import lazy

EXPERIMENTS = {
    "bptt": "what truncating backpropagation through time saves, and what it costs",
    "gradients": "how far gradients reach in five networks, and what clipping does",
    "decoding": "greedy, by lot and with beams: quality, repetition and speed",
    "training_loop": "a small character model, and two ways to average a perplexity",
    "lstm": "how far the gradient reaches, and what the forget bias is worth",
    "gru": "the reset gate before or after the product, and what it changes",
    "lstm_vs_gru": "LSTM, GRU and plain network: accuracy, time and memory on three tasks",
    "memory": "copy, adding and parity against the length of the sequence",
    "deep": "one to four layers, with and without shortcuts",
    "bidirectional": "one direction or two, and how to join them",
    "variable_length": "padding masked and unmasked, and the speed of masks, buckets and packing",
    "regularisation": "each regulariser alone, on film sentences",
    "embeddings": "learned, frozen and fine-tuned word vectors, on film sentences (all arms: extra `vectors`)",
    "speed": "our forward and backward passes against torch.nn",
    "sentiment": "LSTMs and word counts on 25,000 film reviews",
    "sentiment_ladder": "from a plain network to a pretrained LSTM on film reviews, each ingredient alone",
    "sentiment_ratios": "an LSTM told how often runs of words stand in good reviews",
    "sentiment_ensemble": "nine bidirectional LSTMs on film reviews, three at a time",
    "sentiment_speed": "training throughput on film reviews: packed, padded, bucketed, by a budget of tokens",
    "tagging": "parts of speech, names and addresses, with and without a CRF",
    "forecasting": "sea temperature, electricity and stocks against naive forecasts and a linear model",
    "anomaly": "finding events by the error of a forecast",
    "language_model": "characters of Shakespeare beside a transformer of the same budget",
    "language_samples": "the King James Bible, names, samples, and a neuron that tracks something",
    "speech": "spoken digits, speakers, and strings of digits with CTC",
    "music": "folk tunes in ABC notation: how many parse, and how many are new",
    "handwriting": "kanji strokes: recognise and draw",
    "video": "moving digits",
    "dates": "written dates of forty languages into ISO 8601: dates and languages never seen",
    "translation": "German to English and English to French captions, with attention and without",
    "data_preparation": "shuffled windows and scales that know the future: what they claim, what is true",
    "tuning": "a sweep of at least thirty runs",
    "bugs": "common bugs, and what each costs",
    "encoder_decoder": "a clause through one vector or with attention; teacher-forced and on its own",
    "attention": "four scores of attention on written dates, and where they look",
    "projects_charlm": "the character model that comes with the book: its loss on books it has not read, its speed",
    "projects_sentiment": "the sentiment model that comes with the book: accuracy, calibration, and its reasons",
    "projects_chatbot": "the chatbot that comes with the book: perplexity, variety, copies, and what its filter stops",
    "projects_translate": "the translator that comes with the book: BLEU with intervals, beam or not, its speed",
    "claims": "folklore about recurrent networks, put to the test",
}

app = typer.Typer(help=__doc__, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.command("list")
def list_experiments() -> None:
    """Every experiment of the book, one line each: processor minutes of its recorded run, and what it asks."""
    from unrolled.records import took_of

    width = max(map(len, EXPERIMENTS))
    for name, line in EXPERIMENTS.items():
        took = took_of(name)
        minutes = f"{took['processor_minutes']:3.0f} min" if took else ""
        typer.echo(f"{name:{width}} {minutes:7} {line}")


@app.command()
def run(
    experiment: Annotated[str, typer.Argument(help="one of `python -m unrolled list`")],
    quick: Annotated[bool, typer.Option(help="a small variant, for a first look; never recorded")] = False,
    seeds: Annotated[int, typer.Option(help="how many seeds, counted from 0")] = 3,
    workers: Annotated[int, typer.Option(help="runs side by side, one core each")] = 1,
    record: Annotated[bool, typer.Option(help="write docs/results/<experiment>.json")] = False,
    runs: Annotated[Path | None, typer.Option(help="folder for checkpoints; a killed run goes on from them")] = None,
    folder: Folder = HERE,
) -> None:
    """Run an experiment and print what it measured."""
    if experiment not in EXPERIMENTS:
        raise typer.BadParameter(f"no experiment {experiment!r}: choose one of {', '.join(EXPERIMENTS)}")
    if quick and record:
        raise typer.BadParameter("--quick is for a first look: only full runs are recorded")
    if record and seeds < 3:
        raise typer.BadParameter(f"a record needs at least 3 seeds, not {seeds}")
    if record:
        _refuse_without_packages(experiment)
    from unrolled import one_run

    numbers = [0] if quick else list(range(seeds))
    outcome, took = one_run.run(experiment, numbers, quick, workers, runs, typer.echo)
    for key, entry in outcome.values.items():
        if not key.endswith(".mean"):
            typer.echo(f"{entry['label']:60} {entry['text']}")
    if record:
        path = one_run.record(experiment, numbers, outcome, took)
        typer.echo(f"recorded in {path}; now run `make results figures`")
    one_run.note(folder, experiment, quick, partial(typer.echo, err=True))


def _refuse_without_packages(experiment: str) -> None:
    from unrolled.data.install import command_for
    from unrolled.needs import absent_packages

    if absent := " ".join(absent_packages(experiment)):
        raise typer.BadParameter(f"a record of {experiment} needs {absent}: run `{command_for(absent)}`")


@app.command()
def confirm(experiment: Annotated[str, typer.Argument(help="one whose record is stale")]) -> None:
    """Run the first seed of a record again. If every number is the same, the record holds for the code as it is now."""
    if experiment not in EXPERIMENTS:
        raise typer.BadParameter(f"no experiment {experiment!r}: choose one of {', '.join(EXPERIMENTS)}")
    _refuse_without_packages(experiment)
    from unrolled.confirm import NotComparableError
    from unrolled.confirm import confirm as repeat

    try:
        found = repeat(experiment)
    except NotComparableError as error:
        raise typer.BadParameter(str(error)) from error
    for key, recorded, now in found.differences:
        typer.echo(f"{key}: recorded {recorded!r}, found {now!r}")
    if found.differences:
        typer.echo(
            f"{len(found.differences)} numbers are not as recorded. Either the code now computes something else, or"
        )
        typer.echo(f"this machine or its packages are not like those of the record. Record it anew: {found.command}")
        raise typer.Exit(1)
    typer.echo(f"confirmed: {found.values} values and {found.others} other numbers are as recorded, to the last bit")


@app.command()
def rerun(
    every: Annotated[bool, typer.Option("--all", help="run those whose record is fresh, too")] = False,
    times: Annotated[
        bool, typer.Option("--times", help="only tell what the runs in the folder took, and what all would take")
    ] = False,
    runs: Annotated[Path, typer.Option(help="folder for checkpoints and logs; a killed run goes on from it")] = Path(
        "build/runs"
    ),
) -> None:
    """Record every experiment again whose record is missing or was made by other code, two at a time."""
    from unrolled import rerun as again
    from unrolled import whole_run
    from unrolled.time_table import told

    if times:
        typer.echo("\n".join(told(runs)))
        typer.echo(whole_run.told(list(EXPERIMENTS)))
        return
    finished = runs / "finished" if every else None
    names = again.to_do(EXPERIMENTS, finished)
    ended = again.run_timed(names, runs, finished, typer.echo) if names else []
    failed = [done.experiment for done in ended if done.code]
    if ended:
        typer.echo("\n".join(told(runs)))
    typer.echo(f"{len(ended) - len(failed)} recorded, {len(EXPERIMENTS) - len(names)} left as they are")
    if failed:
        typer.echo(f"failed: {', '.join(failed)}; what they said stands in {runs}/<experiment>.log", err=True)
        raise typer.Exit(1)
    if finished is not None:
        finished.unlink(missing_ok=True)


app.add_typer(data, name="data")
app.add_typer(exercises)  # exercises, start, check, hint, solution, reset
app.add_typer(lazy("unrolled.projects.charlm.commands", "A character model of any text."), name="charlm")
app.add_typer(lazy("unrolled.projects.sentiment.commands", "Good or bad, how surely, and why."), name="sentiment")
app.add_typer(lazy("unrolled.projects.chatbot.commands", "Small talk with a small network."), name="chatbot")
app.add_typer(lazy("unrolled.projects.translate.commands", "Lines into another language."), name="translate")


@app.command()
def figures() -> None:
    """Draw every figure of the book from its recorded results."""
    from unrolled.figures import draw_all

    for path in draw_all():
        typer.echo(path)


if __name__ == "__main__":
    app(prog_name="python -m unrolled")
