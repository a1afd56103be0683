"""The commands that need labelled texts: train, evaluate, report."""

from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import typer

from unrolled.data import imdb
from unrolled.measure import peak_memory
from unrolled.projects import model_file
from unrolled.projects.console import command, note, show
from unrolled.projects.errors import StoppedError
from unrolled.projects.pace import steps_in
from unrolled.projects.saved import check_free, place_of, steps_planned
from unrolled.projects.sentiment import learn, model, rows
from unrolled.projects.sentiment.options import Json, Label, Labelled, Model, Text
from unrolled.projects.sentiment.report import write_report
from unrolled.projects.sentiment.score import Evaluation
from unrolled.projects.sentiment.score import evaluate as score
from unrolled.projects.session import train as run_training

QUICK_MINUTES, MINUTES, QUICK_REVIEWS = 0.6, 8.0, 6_000
QUICK = learn.Settings(size=model.Size(embedding=32, hidden=32, limit=120), words=5_000)


@command
def train(
    csv: Labelled = None,
    out: Annotated[Path, typer.Option(help="Where to keep the model.")] = Path("sentiment.safetensors"),
    text: Text = "text",
    label: Label = "label",
    minutes: Annotated[float | None, typer.Option(min=0.01, help="About how long to train.")] = None,
    epochs: Annotated[int | None, typer.Option(min=1, help="Or: how many times to read the texts.")] = None,
    steps: Annotated[int | None, typer.Option(min=1, help="Or: how many updates to make.")] = None,
    quick: Annotated[bool, typer.Option(help="A small model in one minute, for a first look.")] = False,
    rate: Annotated[float, typer.Option(min=0.0, help="Peak of the learning rate.")] = 3e-3,
    seed: Annotated[int, typer.Option(min=0, help="Of the weights, the dropout and the order.")] = 0,
    threads: Annotated[int, typer.Option(min=1, help="Of the processor.")] = 1,
    half: Annotated[bool, typer.Option(help="Keep 16 bits a number: half the size.")] = False,
    overwrite: Annotated[bool, typer.Option(help="Replace a model that is there.")] = False,
    json: Json = False,
) -> None:
    """Train on labelled texts. Ctrl-C saves; the same command goes on from there, to the same numbers."""
    if sum(wish is not None for wish in (minutes, epochs, steps)) > 1:
        raise typer.BadParameter("give one of --minutes, --epochs and --steps")
    check_free(out, overwrite)
    base = QUICK if quick else learn.Settings()
    settings = replace(base, threads=threads, fit=replace(base.fit, learning_rate=rate, seed=seed))
    reviews = rows.reviews_of(csv, text, label, QUICK_REVIEWS if quick else None)
    training, saved = learn.prepare(reviews, settings), place_of(out)
    asked = steps if steps is not None else (epochs * training.an_epoch if epochs is not None else None)
    count = steps_planned(saved, {**training.identity, "fit": asdict(settings.fit)}, asked) or asked
    if count is None:
        seconds = 60 * (minutes or (QUICK_MINUTES if quick else MINUTES))
        count = steps_in(seconds, training.work, learn.LOOKS)
    elif saved.exists():
        note(f"goes on from {saved}")
    note(f"{reviews.source['name']}: {reviews.source['train']:,} texts to train on, {count:,} steps")
    try:
        place = run_training(training.work, learn.plan_of(settings, training, count), saved)
    except StoppedError as stopped:
        raise StoppedError(f"{stopped}; repeat the command to go on, or delete that file to start anew") from stopped
    if half:
        model_file.round_to_half(training.work.model)
    trained = learn.finished(training, settings)
    found = score(trained, reviews.splits["test"], "texts held out").scores
    spent = {"steps": count, "epochs": round(count / training.an_epoch, 3), "processor_minutes": place.seconds / 60}
    spent |= {"peak_mib": round(peak_memory()), "kept_step": int(place.looks[place.best]["step"])}
    run = model_file.run_of(seed, reviews.source, {**found, **spent}, place.looks)
    model.write(out, settings.size, trained, run, half)
    saved.unlink(missing_ok=True)
    show({"model": str(out), **found, **spent}, json)


@command
def evaluate(
    csv: Labelled = None,
    model: Model = None,
    text: Text = "text",
    label: Label = "label",
    bins: Annotated[int, typer.Option(min=1, max=1000, help="Of the calibration error.")] = 10,
    json: Json = False,
) -> None:
    """Accuracy, F1, and whether the probabilities keep their word, on labelled texts."""
    show(_evaluation(csv, model, text, label, bins)[1].scores, json)


@command
def report(
    csv: Labelled = None,
    out: Annotated[Path, typer.Option(help="Where to write it.")] = Path("report.html"),
    model: Model = None,
    text: Text = "text",
    label: Label = "label",
    errors: Annotated[int, typer.Option(min=0, max=200, help="How many of the worst to show.")] = 10,
    json: Json = False,
) -> None:
    """One HTML file: the scores, a diagram of the calibration, and the worst errors, word by word."""
    trained, found = _evaluation(csv, model, text, label, 10)
    write_report(out, trained, found, errors)
    show({"report": str(out), **found.scores}, json)


def _evaluation(
    csv: Path | None, file: Path | None, text: str, label: str, bins: int
) -> tuple[model.Trained, Evaluation]:
    trained = model.read(file)
    if csv is None:
        return trained, score(trained, imdb.load("test"), f"{rows.FILMS}, test", bins)
    return trained, score(trained, rows.read_labelled(csv, text, label), str(csv), bins)
